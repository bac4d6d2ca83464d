"""The page of figures: tables that were measured anew take the place of their former ones."""

from bench.figures import Table, plain
from bench.report import as_markdown, table_as_markdown, with_tables


def table(title: str, measured: str) -> Table:
    return Table(title, "As measured.", (plain("key", "What it costs", measured),))


def test_tables_measured_anew_take_the_place_of_their_former_ones() -> None:
    page = as_markdown([table("First", "1 ms"), table("Second", "2 ms")], ["a", "b"])
    assert with_tables(page, []) == page
    renewed = with_tables(page, [table("First", "3 ms")])
    assert renewed == page.replace("1 ms", "3 ms")
    more = with_tables(page, [table("Third", "4 ms")])
    assert more == f"{page}\n{table_as_markdown(table('Third', '4 ms'))}"
