"""The sorted collection against a plain sorted list."""

from hypothesis import given
from hypothesis import strategies as st

from intercom_async.simulator.ordered import BUCKET_SIZE, By, Key, Latest, Ordered
from intercom_async.simulator.shelf import Shelf
from intercom_async.simulator.tickets import TicketState


def key(number: int) -> Key:
    return (True, number // 3, f"{number:06d}")


@given(st.lists(st.integers(0, 200), unique=True), st.data())
def test_it_reads_on_from_any_key_in_both_directions(numbers: list[int], data: st.DataObject) -> None:
    ordered = Ordered(key)
    for number in numbers:
        ordered.add(number)
    gone = data.draw(st.sets(st.sampled_from(numbers)) if numbers else st.just(set()))
    for number in gone:
        ordered.remove(number)
    left = sorted(set(numbers) - gone)
    after = data.draw(st.integers(-5, 205))
    assert list(ordered) == left
    assert len(ordered) == len(left)
    assert list(ordered.above(key(after))) == [n for n in left if key(n) > key(after)]
    assert list(ordered.below(key(after))) == [n for n in left[::-1] if key(n) < key(after)]
    assert (list(ordered.above(None)), list(ordered.below(None))) == (left, left[::-1])
    low, high = sorted((after, data.draw(st.integers(-5, 205))))
    assert list(ordered.between(low, high)) == [n for n in left if low <= n // 3 < high]
    assert bool(ordered) is bool(left)


def test_buckets_split_and_vanish() -> None:
    """More than a bucket holds, added at the end and in the middle, then taken away."""
    ordered = Ordered(key)
    numbers = [*range(0, 6 * BUCKET_SIZE, 2), *range(5 * BUCKET_SIZE + 1, 1, -2)]
    for number in numbers:
        ordered.add(number)
    expected = sorted(numbers)
    middle = key(expected[2500])
    assert list(ordered) == expected
    assert list(ordered.above(middle)) == expected[2501:]
    assert list(ordered.below(middle)) == expected[:2500][::-1]
    for number in expected[100:]:
        ordered.remove(number)
    assert list(ordered) == expected[:100]


class Label(TicketState):
    """Something that a shelf keeps in order."""

    sorted_by = (By("category", numbered=True),)

    def value(self, name: str) -> object:
        return getattr(self, name)


def test_a_shelf_keeps_its_orders_through_every_change() -> None:
    """Ids that are numbers are compared as such; what is not kept may change freely."""
    shelf = Shelf[Label](sorted_by=Label.sorted_by)
    labels = [Label(str(number), category, "", "") for number, category in ((9, "b"), (10, "b"), (2, "c"))]
    for label in labels:
        shelf.add(label)
    nine, ten, two = labels
    latest = shelf.latest("category")
    assert (list(latest), list(shelf.in_order("category")), len(latest)) == ([two, ten, nine], [nine, ten, two], 3)
    with shelf.changing(two) as changed:
        changed.category = "a"
    assert list(latest) == [ten, nine, two]
    again = Label("9", "z", "", "")
    with shelf.changing(again):
        again.category = "y"
    assert again not in latest
    assert list(latest) == [ten, nine, two]
    shelf.add(again)
    assert list(latest) == [again, ten, two]
    assert (again in latest, nine in latest) == (True, False)
    assert shelf.discard("10") is ten
    assert shelf.discard("10") is None
    assert list(latest) == [again, two]
    assert isinstance(latest, Latest)
