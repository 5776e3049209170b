"""Two names that an eye could take for one another are one name."""

import pytest

from pb.people.rules import odd_letter, skeleton


@pytest.mark.parametrize(
    "other",
    [
        "ina gray",
        "Ina  Gray",
        " Ina\u00a0Gray\u200b",
        "Ína Grày",
        "Inа Grаy",  # Cyrillic а
        "lna Gray",  # a small L
        "1na Gray",
        "Ιna Gray",  # Greek iota
        "Ina-Gray.",
        "ＩＮＡ ＧＲＡＹ",  # wide letters
    ],
)
def test_names_that_look_like_ina_gray(other):
    assert skeleton(other) == skeleton("Ina Gray")


@pytest.mark.parametrize("other", ["Ina Grey", "Ian Gray", "Ina M Gray", "Nina Gray", "Ina"])
def test_names_that_do_not(other):
    assert skeleton(other) != skeleton("Ina Gray")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Bernard", "Bemard"),
        ("Oona", "00na"),
        ("Łukasz", "Lukasz"),
        ("Søren", "Soren"),
        ("Dara Aird", "Clara Aird"),
        ("علي", "علی"),  # Arabic and Persian yeh
        ("كامل", "کامل"),  # Arabic and Persian kaf
        ("Ina\ufe00 Gray", "Ina Gray"),
    ],
)
def test_letters_of_neighbours(one, two):
    assert skeleton(one) == skeleton(two)


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("Gr\u0251nt", "\u0251"),
        ("Mora\u0261", "\u0261"),
        ("N\u0454ttie", "\u0454"),
        ("D\u0585yle", "\u0585"),
        ("\u0196shbel", "\u0196"),
        ("Ishbe\u01c0", "\u01c0"),
        ("M\u1d0frag", "\u1d0f"),
        ("\ua4f2\ua4e0\ua4ee", "\ua4f2"),  # Lisu, which looks like INA
        ("Jean \u0410\u043d\u043d\u0430", "\u0410"),  # two scripts, a word each: Jean and a Cyrillic Anna
    ],
)
def test_a_letter_that_does_not_fit_in_a_name_is_told(name, odd):
    assert odd_letter(name) == odd


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "Małgorzata Śniady",
        "Наталія Ґоляш-Їжак",
        "Мар\u02bcяна Олійник",
        "Mòrag NicDhòmhnaill",
        "Siân Ŵyn-Llŷr",
        "عائشہ ملک",
        "محمد\u200cعلی گُل",
        "陳美玲",
        "佐々木 みさき",
        "さくら 田中",
        "सुनीता शर्मा",
        "ਹਰਪ੍ਰੀਤ ਕੌਰ",
        "김영희",
        "Straße Ægir Þór Đỗ Søren Œuvre Iłona Fıstık",
        "O\u2019Neill-Smith Jr. 2",
        "\uff29\uff2e\uff21",
        "",
    ],
)
def test_names_of_people_are_names(name):
    assert odd_letter(name) is None
