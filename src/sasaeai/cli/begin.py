"""Begin with an empty database: the municipality, its first districts, the first person who signs in.

空のデータベースから始めます。市町村と地区、はじめに使う推進員（または市社協の担当者）を登録します。
Everything else is entered in the site.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from sasaeai.cli.migrate import bring_up_to_date
from sasaeai.cli.refusal import Refusal
from sasaeai.kernel.errors import DomainError

NAME = "begin"
HELP = "enter the municipality and its first user (市町村とはじめの利用者を登録する)"
ROLES = ("coordinator", "council")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What has to be known before anybody can sign in."""
    need = {"required": True}
    parser.add_argument("--lg-code", help="six-digit code (全国地方公共団体コード)", **need)
    parser.add_argument("--city", help="name of the municipality (青森市)", **need)
    parser.add_argument(
        "--district", action="append", help="a district (地区); may be repeated", **need
    )
    parser.add_argument(
        "--council", help="municipal council of social welfare (市社協の名称)", **need
    )
    parser.add_argument("--person", help="the first person's name (氏名)", **need)
    parser.add_argument("--login", help="the first person's user number (利用者番号)", **need)
    parser.add_argument("--role", choices=ROLES, default="coordinator", help="coordinator")


def run(arguments: argparse.Namespace) -> int:
    """Enter it all or nothing, and print the first password once."""
    bring_up_to_date()
    try:
        # Read here, because it needs the tables and the words above must not.
        password = import_module("sasaeai.cli.beginning").write_beginning(arguments)
    except DomainError as error:
        raise Refusal(error.message) from error
    print(
        f"{arguments.city}を登録しました。次の利用者番号でログインしてください。\n"
        f"  利用者番号: {arguments.login}\n  パスワード: {password}\n"
        "パスワードはもう表示しません。はじめのログインのあと、「設定」で変えてください。\n"
        "(Registered. Sign in with this user number and password; it is shown only once.)"
    )
    return 0
