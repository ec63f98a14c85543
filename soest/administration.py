"""The admin site of the city, for coordination and administration only.

Access goes by role, not by Django's permissions, which nobody is given here. What the database
refuses (its constraints and triggers hold against the admin as well) comes back as a sentence in
the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import IntegrityError, models
from django.forms import BaseForm, BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import slugify

from soest.triggers import refusal_of

UNEXPECTED = "Die Datenbank hat diese Änderung nicht angenommen, weil sie eine Regel verletzt."


class Administration(AdminConfig):
    """Replaces `django.contrib.admin` in INSTALLED_APPS."""

    default_site = "soest.administration.CitySite"


class CitySite(AdminSite):
    """Master data of the Zielmonitor under /verwaltung/."""

    site_header = "Zielmonitor Soest 2030 · Verwaltung"
    site_title = "Verwaltung"
    index_title = "Stammdaten"
    site_url = "/"
    enable_nav_sidebar = False  # room for the lists; the crumbs lead everywhere

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Rows go one at a time, each with its consequences shown first.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register what decides access by role; the admins that packages bring along do not."""
        if admin_class and issubclass(admin_class, RoleAccess):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return keeps_master_data(request)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send visitors to the one login page of the site, and refuse people without the role."""
        # This module is loaded before the models that these views import.
        from django.contrib.auth.views import redirect_to_login

        if request.user.is_authenticated:
            raise PermissionDenied
        target = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(target, resolve_url(settings.LOGIN_URL))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the one page for their password."""
        return redirect("accounts:password-change")


def keeps_master_data(request: HttpRequest) -> bool:
    """The person is signed in and may use the admin site; nobody signed in may not."""
    return bool(getattr(request.user, "keeps_master_data", False))


# Access --------------------------------------------------------------------------


class RoleAccess:
    """Who keeps master data may see and edit these rows."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """`obj` is the row, for an inline the row it belongs to; None asks in general."""
        return keeps_master_data(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return keeps_master_data(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_master_data(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_edit(request, obj)

    def formfield_for_dbfield(self, *args: Any, **options: Any) -> Any:
        """Without the icons beside a choice, one of which deletes the chosen row."""
        field = super().formfield_for_dbfield(*args, **options)  # type: ignore[misc]
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class ReadAccess(RoleAccess):
    """Who keeps master data may see these rows, and nobody edits them here."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Rows ----------------------------------------------------------------------------


LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def address_of(name: str, longest: int) -> str:
    """A name as a part of an address, umlauts written out; "" if nothing of it can stay."""
    return slugify(name.lower().translate(LETTERS))[:longest].strip("-")


class AddressForm(ModelForm):
    """Makes an empty slug from title or name, with umlauts written out as on the whole site."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = "Teil der öffentlichen Adresse; leer: aus dem Namen. Bleibt dann so."

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in self.fields and not cleaned.get("slug"):
            name = cleaned.get("title") or cleaned.get("name") or ""
            slug = address_of(name, self.instance._meta.get_field("slug").max_length)
            cleaned["slug"] = slug
            if not slug:
                self.add_error("slug", "Bitte angeben.")
        return cleaned


class MasterDataAdmin(RoleAccess, ModelAdmin):
    """Master data. What the database refuses is said in the form, whose input stays."""

    form: type[ModelForm] = AddressForm
    list_per_page = 50
    # Django takes http for an address typed without its scheme, and warns.
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.URLField: {"assume_scheme": "https"},
    }
    # They stay as they were first saved, most of them because public addresses are made of them.
    permanent_fields: Sequence[str] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *self.permanent_fields] if obj else fields

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        refusal = getattr(request, "refusal", "")
        return refused_form(form, refusal) if refusal else form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            # Shown once more, with the refusal as an error of the form: nothing can be saved.
            request.refusal = refusal_of(error) or UNEXPECTED  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> Any:
        """With a list of all that is wrong, which leads to the fields of a long form."""
        formsets = [one.formset for one in context["inline_admin_formsets"]]
        context["problems"] = list(problems_of(context["adminform"].form, formsets))
        return super().render_change_form(request, context, *args, **options)

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            self.message_user(request, refusal_of(error) or UNEXPECTED, messages.ERROR)
            meta = self.model._meta
            address = f"admin:{meta.app_label}_{meta.model_name}_change"
            return HttpResponseRedirect(reverse(address, args=[object_id]))


# Errors -------------------------------------------------------------------------


class Problem(NamedTuple):
    """An error of a long form, for the list above it."""

    text: str
    label: str = ""  # what is wrong; empty: the form as a whole
    field_id: str = ""  # of the element to go to; empty if there is none


def problems_of(form: BaseForm, formsets: Iterable[BaseFormSet[Any]]) -> Iterator[Problem]:
    """Everything that is wrong in a form and in the lines below it, in their order."""
    yield from problems_in(form)
    for formset in formsets:
        yield from (Problem(str(text)) for text in formset.non_form_errors())
        for number, line in enumerate(formset.forms, start=1):
            yield from problems_in(line, f"{line.instance._meta.verbose_name} {number}")


def problems_in(form: BaseForm, line: str = "") -> Iterator[Problem]:
    """The errors of one form; `line` names it among others."""
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            yield from (Problem(str(text), line) for text in errors)
            continue
        field = form[name]
        # Checkboxes of one field have no common id; the first of them has this.
        field_id = field.id_for_label or f"{field.auto_id}_0"
        label = f"{line}, {field.label}" if line else str(field.label)
        field_id = "" if field.is_hidden else field_id
        yield from (Problem(str(text), label, field_id) for text in errors)


# Rows that nobody edits -------------------------------------------------------------


class ReadOnlyAdmin(ReadAccess, ModelAdmin):
    """Rows that only the Zielmonitor itself writes."""

    list_per_page = 50
    actions: Sequence[Callable[..., Any] | str] = ()


def refused_form(form: type[ModelForm[Any]], sentence: str) -> type[ModelForm[Any]]:
    """The same form, with this error whatever is typed."""

    def clean(self: ModelForm[models.Model]) -> Any:
        self.add_error(None, sentence)
        return form.clean(self)

    return type(form.__name__, (form,), {"clean": clean})
