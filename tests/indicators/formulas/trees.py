"""Random formulas."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from indicators.formulas.trees import POPULATION, Input, Number, Operation, Operator, Tree

NAMES = ("A", "MOB-02", "SDG-11.1", "ÖPNV_3", "2 b", "11.1.a", POPULATION)

numbers = st.decimals(0, 10**8, places=3, allow_nan=False).map(lambda value: Number(abs(value)))
inputs = st.sampled_from(NAMES).map(Input)
trees: st.SearchStrategy[Tree] = st.recursive(
    numbers | inputs,
    lambda inner: st.builds(Operation, st.sampled_from(Operator), inner, inner),
    max_leaves=8,
)
values = st.fixed_dictionaries(
    dict.fromkeys(NAMES, st.decimals(Decimal(-(10**6)), Decimal(10**6), places=4))
)
