"""Do the quick ways through plain text give what the thorough ones give?"""

from hypothesis import given
from hypothesis import strategies as st

from shanzhi.intake import plain_text

SIGNS = "油烟很大店门口，。：；！？（）《》“” \n\t0123456789０１①〇Aa@-·\u0301\u200b\u3000我叫姓名联系人是为张三浙H"
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)
ANY = st.text(max_size=30)


@given(TEXTS | ANY)
def test_a_text_of_honest_signs_is_tidied_as_any_other(text: str) -> None:
    assert plain_text.tidy(text) == plain_text._cleaned(text)


@given(TEXTS | ANY)
def test_a_text_without_digits_and_letters_hides_what_any_other_hides(text: str) -> None:
    tidied = plain_text.tidy(text)
    assert plain_text.public_version(tidied) == plain_text._hidden(tidied)


def test_a_name_is_hidden_in_words_alone() -> None:
    assert plain_text.public_version("我叫张三，店门口油烟很大。")[0] == "我叫〔姓名已隐去〕，店门口油烟很大。"
