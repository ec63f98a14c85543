from __future__ import annotations

import pikepdf

from tests.reports.conformance.setting import all_elements, opened, structure

BODY = '<h1>Titel</h1><p>Ein <a href="#ziel">Verweis</a>.</p><p id="ziel">Ziel</p>'


def test_each_content_knows_its_element_and_each_element_its_parent() -> None:
    pdf = opened(BODY)
    root = pdf.Root.StructTreeRoot
    (document,) = root.K
    _, owners, *_ = list(root.ParentTree.Nums)  # of the one page
    for tag in ("H1", "P", "Span", "Link"):
        for element in all_elements(pdf, tag):
            for kid in element.K:
                if isinstance(kid, int):
                    assert owners[kid].objgen == element.objgen
                elif "/S" in kid:
                    assert kid.P.objgen == element.objgen
    assert document.P.objgen == root.objgen


def test_link_and_element_know_each_other() -> None:
    pdf = opened(BODY)
    (link,) = all_elements(pdf, "Link")
    (annotation,) = pdf.pages[0].Annots
    (reference,) = [kid for kid in link.K if not isinstance(kid, int)]
    assert reference.Obj.objgen == annotation.objgen
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    assert nums[nums.index(annotation.StructParent, 2) + 1].objgen == link.objgen


def test_nothing_is_left_of_the_former_tree() -> None:
    pdf = opened("<div><div><p>Text</p></div></div>")
    assert structure(pdf) == "P"
    left = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    assert sum(one.get("/Type") == "/StructElem" for one in left) == 2
