from __future__ import annotations

from tests.reports.conformance.setting import all_elements, opened, structure

HEAD = "<thead><tr><th></th><th>a</th><th>b</th><th>c</th></tr></thead>"
ROW = "<tr><th scope='row'>Zeile</th><td>1</td><td>2</td><td>3</td></tr>"


def test_heads_have_the_scope_of_their_place() -> None:
    pdf = opened(f"<table>{HEAD}<tbody>{ROW * 2}</tbody></table>")
    scopes = [str(cell.A.Scope) for cell in all_elements(pdf, "TH")]
    assert scopes == ["/Column"] * 4 + ["/Row"] * 2
    for cell in [*all_elements(pdf, "TH"), *all_elements(pdf, "TD")]:
        assert "/ID" not in cell
        assert "/Headers" not in cell.get("/A", {})


def test_cells_over_several_columns_say_so() -> None:
    pdf = opened(f"<table>{HEAD}<tr><td colspan='3'>1</td><td>2</td></tr>{ROW * 2}</table>")
    wide, *others = all_elements(pdf, "TD")
    assert wide.A.ColSpan == 3
    assert not [one for one in others if "/A" in one]


def test_head_of_a_group_alone_in_its_row_is_data() -> None:
    group = "<tr><th colspan='4' scope='rowgroup'>Klima</th></tr>"
    pdf = opened(f"<table>{HEAD}<tbody>{group}{ROW * 3}</tbody></table>", "td { padding: 0 }")
    rows = structure(pdf).partition("TBody(")[2]
    assert rows == "TR(TD) " + " ".join(["TR(TH TD TD TD)"] * 3) + "))"


def test_rows_have_no_heads_where_heads_would_outnumber_data() -> None:
    one = "<tr><th>2024</th><td>Beschluss</td></tr>"
    pdf = opened(f"<table><thead><tr><th>Zeit</th><th>Was</th></tr></thead>{one * 2}</table>")
    assert structure(pdf) == "Table(THead(TR(TH TH)) TBody(TR(TD TD) TR(TD TD)))"
    assert not [cell for cell in all_elements(pdf, "TD") if "/A" in cell]
