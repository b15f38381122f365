"""``make_data --scale full``: the national size for load and query tests, or ``--scale small`` to try it. Invented institutions only."""

import time
from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.utils import timezone

from events.demo.crowd import SCALES
from institutions.commands import SystemCommand
from matching.crowd import is_made, is_made_of_another_seed, make


class Command(SystemCommand):
    help = "負荷と検索を試すための大きなデータを作ります（full: 新現役15,000人、企業4,175社、交流会233件）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=sorted(SCALES), required=True)
        parser.add_argument("--seed", type=int, default=1, help="中身を決める数（既定は1）")

    def handle(self, *, scale: str, seed: int, **options: object) -> None:
        if is_made(seed, scale):
            self.stdout.write("このデータは作成済みです。")
            return
        if is_made_of_another_seed(seed, scale):
            raise CommandError("別の --seed で作ったデータがあります。")
        began = time.monotonic()

        def tell(line: str) -> None:
            self.stdout.write(f"[{time.monotonic() - began:5.1f}秒] {line}")
            self.stdout.flush()

        make(seed=seed, scale=scale, today=timezone.localdate(), tell=tell)
        tell("できました。")
