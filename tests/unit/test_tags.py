"""Tags in text, as a browser's tokenizer sees them."""

from __future__ import annotations

import pytest

from frontend_patch.html.tags import attributes, decode_value, tag_end


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("<a>", {}),
        ("<a b/c>", {}),
        ("<a b=>", {}),
        ("<a =b>", {}),
        ('<a b="">', {"b": '""'}),
        ('<a B = "x>y" c>', {"b": '"x>y"'}),
        ("<a\nb\t=\f'\"' c=d>", {"b": "'\"'", "c": "d"}),
        ("<a b=c/>", {"b": "c/"}),
        ('<a b=c"d>', {"b": 'c"d'}),
        ('<a b="c"=d>', {"b": '"c"'}),
        ('<a b= c="d">', {"b": 'c="d"'}),
        ("<a b\v=c>", {"b\v": "c"}),
        ("<a b=c\xa0d>", {"b": "c\xa0d"}),
    ],
)
def test_end_and_attribute_values_of_a_tag(tag: str, values: dict[str, str]) -> None:
    text = f"é{tag}>"
    assert tag_end(text, 1) == len(tag) + 1
    found = attributes(text, 1)
    assert {a.name: text[a.value_start : a.value_end] for a in found} == values


@pytest.mark.parametrize("tag", ["<a", "<a b", "<a b=", '<a b=">', "<a b='>\">", '<a b = "c> d>'])
def test_a_tag_without_an_end_is_not_a_tag(tag: str) -> None:
    assert tag_end(tag, 0) is None


@pytest.mark.parametrize(
    ("raw", "text", "offsets"),
    [
        ("ab", "ab", [0, 1, 2]),
        ("&#39;a&apos;", "'a'", [0, 5, 6, 12]),
        ("a&#x3b;b", "a;b", [0, 1, 7, 8]),
        ("&&amp;x", "&&x", [0, 1, 6, 7]),
    ],
)
def test_a_value_is_decoded_with_the_offset_of_each_character(
    raw: str, text: str, offsets: list[int]
) -> None:
    assert decode_value(raw) == (text, offsets)
