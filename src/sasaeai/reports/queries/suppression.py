"""Small numbers stay unsaid in what everybody may read, and no total gives them away (L-18).

Figures are whole numbers tied by sums: a row and its total, a column and its total, one total that
two tables share. A figure of 1 to 4 is hidden (「－」). Where what is left would tell it, a further
figure is hidden with it. The same sign stands for both, and a zero is always said.

A hidden figure is safe when there is another set of numbers that a reader cannot tell from the true
one: all printed figures the same, every hidden one at least 1, and this one different. Such a set is
looked for by steps of one: change the figure, mend the sums it stands in by changing another hidden
figure, and so on. While none is found, one more figure is hidden. At the latest when every figure
but the zeros is hidden, twice the true numbers are such a set, so that this ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

SMALL = range(1, 5)
"""Numbers of people or issues by which somebody might be known."""
HIDDEN = "－"
"""What is printed in place of a hidden figure."""
_MOST_CHOICES = 5
_MOST_STEPS = 4_000


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the sum of `parts`, and every reader knows it."""

    total: Hashable
    parts: tuple[Hashable, ...]


def hidden_figures(
    values: Mapping[Hashable, int],
    sums: Iterable[Sum],
    *,
    unseen: Collection[Hashable] = (),
    also: Collection[Hashable] = (),
) -> frozenset[Hashable]:
    """The figures that must not be printed.

    unseen: figures that are printed nowhere but stand in a sum; small ones among them are guarded
    too. also: figures hidden for another reason (in another paper), zeros left out.
    """
    table = _Table(values, tuple(sums), frozenset(unseen), also)
    waiting = set(table.guarded)
    while waiting:
        figure = min(waiting, key=repr)
        if other := table.other_numbers(figure):
            waiting -= set(other)
        elif (more := table.best_to_hide(figure)) is not None:
            table.hide(more)
            waiting.add(more)
        else:  # nothing but zeros is printed near it: twice the numbers would do as well
            waiting.discard(figure)
    return frozenset(table.hidden)


class _Table:
    """The figures, what is hidden so far, and the sums each figure stands in."""

    def __init__(
        self,
        values: Mapping[Hashable, int],
        sums: tuple[Sum, ...],
        unseen: frozenset[Hashable],
        also: Collection[Hashable],
    ) -> None:
        self.values = values
        self.unseen = unseen
        self.hidden = {
            key
            for key, n in values.items()
            if key not in unseen and n > 0 and (n in SMALL or key in also)
        }
        self.free = self.hidden | {key for key in unseen if values.get(key, 0) > 0}
        self.guarded = self.hidden | {key for key in unseen if values.get(key, 0) in SMALL}
        # A sum as figure → sign: the parts add up to the total.
        self.sums: list[dict[Hashable, int]] = [
            {**dict.fromkeys(one.parts, 1), one.total: -1} for one in sums
        ]
        self.totals = {one.total for one in sums}
        self.of: dict[Hashable, list[int]] = defaultdict(list)
        for number, one in enumerate(self.sums):
            for key in one:
                self.of[key].append(number)

    def hide(self, key: Hashable) -> None:
        self.hidden.add(key)
        self.free.add(key)

    # ── Another set of numbers ───────────────────────────────────────────────────────────────────

    def other_numbers(self, figure: Hashable) -> dict[Hashable, int] | None:
        """By how much figures differ in numbers that look the same; None when none are found."""
        for choices in range(_MOST_CHOICES + 1):
            for step in (1, -1):
                if self.values[figure] + step >= 1:
                    self._steps = _MOST_STEPS
                    found = self._mended({figure: step}, choices)
                    if found:
                        return found
        return None

    def _mended(self, changes: dict[Hashable, int], left: int) -> dict[Hashable, int] | None:
        """`changes` with as many more as make every sum right again.

        left: how often one of several figures may still be chosen; where there is one, it follows.
        """
        wrong = self._most_bound(changes)
        if wrong is None:
            return changes
        number, off, choices = wrong
        left -= len(choices) > 1
        if left < 0 or self._steps <= 0:
            return None
        for key in choices:
            self._steps -= 1
            step = -off * self.sums[number][key]
            if self.values[key] + step >= 1 and (
                found := self._mended({**changes, key: step}, left)
            ):
                return found
        return None

    def _most_bound(
        self, changes: Mapping[Hashable, int]
    ) -> tuple[int, int, list[Hashable]] | None:
        """A sum that is wrong now, by how much, and what may mend it; the one with least choice."""
        found: tuple[int, int, list[Hashable]] | None = None
        for number in {number for key in changes for number in self.of[key]}:
            one = self.sums[number]
            off = sum(one[key] * step for key, step in changes.items() if key in one)
            if off:
                choices = [key for key in one if key in self.free and key not in changes]
                if found is None or len(choices) < len(found[2]):
                    found = (number, off, choices)
        return found

    # ── One figure more ──────────────────────────────────────────────────────────────────────────

    def best_to_hide(self, figure: Hashable) -> Hashable | None:
        """The printed figure whose loss hurts least, in the sum that gives most away."""
        around = sorted(self._around(figure), key=lambda number: len(self._free_in(number)))
        for number in around:
            printed = [key for key in self.sums[number] if self._is_printed(key)]
            if printed:
                return min(printed, key=self._loss)
        return None

    def _around(self, figure: Hashable) -> set[int]:
        """The sums that hang together with a figure by what is hidden."""
        seen: set[int] = set()
        left = list(self.of[figure])
        while left:
            number = left.pop()
            if number not in seen:
                seen.add(number)
                left += [other for key in self._free_in(number) for other in self.of[key]]
        return seen

    def _free_in(self, number: int) -> list[Hashable]:
        return [key for key in self.sums[number] if key in self.free]

    def _is_printed(self, key: Hashable) -> bool:
        return key not in self.free and key not in self.unseen and self.values[key] > 0

    def _loss(self, key: Hashable) -> tuple[bool, int, int, str]:
        """Parts before totals, then what stands where something is hidden already, then the small."""
        opened = sum(not self._free_in(number) for number in self.of[key])
        return key in self.totals, opened, self.values[key], repr(key)
