"""The corporate number (法人番号): 13 digits, the first of which is reckoned from the other twelve.

Source: 国税庁「法人番号の指定に関する省令」 第2条. From the right, digits are weighed 1, 2, 1, 2, ...; the check digit is nine less the
remainder by nine. Nothing is asked over the network: that a number is well made does not say that a firm has it.
"""

from kouryukai.lib.japanese import digits

LENGTH = 13


def check_digit(base: str) -> int:
    """The first digit that belongs before these twelve."""
    total = sum(int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(base)))
    return 9 - total % 9


def parse_corporate_number(text: str) -> str:
    """Thirteen digits from full-width ones, with hyphens or blanks; ValueError with a sentence in Japanese that says what is wrong."""
    bare = digits(text)
    if len(bare) == LENGTH - 1:
        raise ValueError(
            "12桁しかありません。法人番号は13桁です。登記の「会社法人等番号」(12桁)なら、その前に"
            f"{check_digit(bare)}を付けた番号が法人番号です。"
        )
    if len(bare) != LENGTH:
        raise ValueError(f"法人番号は13桁の数字です(いまは{len(bare)}桁)。")
    right = check_digit(bare[1:])
    if int(bare[0]) != right:
        raise ValueError(
            f"法人番号のどこかが違います。後ろの12桁が正しければ、最初の数字は{bare[0]}ではなく{right}です。書類と見比べてください。"
        )
    return bare
