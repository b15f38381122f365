"""The most interviews that fit: one maximum flow, and its cut as the proof.

    all seniors' turns -> firm (its wish, at most one per senior) -> attendant in a slot (1) -> slot (its tables, at most one per senior)

Why this is exact and no estimate: a flow of whole numbers says which firm has an interview in which slot. The seniors are then an edge
colouring of the bipartite graph of firms and slots: a colour is at a firm once and in a slot once. With S colours one exists as soon as no
firm and no slot has more than S interviews (König), and then also one whose colours are used equally often, give or take one (de Werra 1971;
McDiarmid 1972); so each senior has at most her limit as soon as all of them together have enough turns.
"""

from dataclasses import dataclass

from ortools.graph.python import max_flow

from .setting import Setting

SOURCE, TURNS = 0, 1


@dataclass(frozen=True, slots=True)
class Flow:
    """`most`: interviews. `held`: firms before the cut (their wish is not what limits). `open`: slots before the cut, whose
    tables are what limits. `seniors_bind`: the seniors' turns are all used up."""

    most: int
    interviews: tuple[tuple[str, int], ...]  # of one best timetable: (firm, slot)
    held: frozenset[str]
    open: frozenset[int]
    seniors_bind: bool


def flow_of(setting: Setting) -> Flow:
    """The most interviews of a setting, one way to have them, and the smallest cut."""
    graph = max_flow.SimpleMaxFlow()
    sink = 2
    node = 3
    graph.add_arc_with_capacity(SOURCE, TURNS, setting.turns)
    slots: list[int] = []
    for tables in setting.tables:
        graph.add_arc_with_capacity(node, sink, min(tables, setting.people))
        slots.append(node)
        node += 1
    units: dict[tuple[str, int], int] = {}
    firms: dict[str, int] = {}
    arcs: dict[int, tuple[str, int]] = {}
    for firm in setting.firms:
        firms[firm.id] = node
        node += 1
        graph.add_arc_with_capacity(TURNS, firms[firm.id], min(setting.wish(firm), setting.people))
        for slot in sorted(setting.free(firm)):
            unit = (firm.attendant or firm.id, slot)
            if unit not in units:
                units[unit] = node
                graph.add_arc_with_capacity(node, slots[slot], 1)
                node += 1
            arcs[graph.add_arc_with_capacity(firms[firm.id], units[unit], 1)] = firm.id, slot
    graph.solve(SOURCE, sink)
    before = set(graph.get_source_side_min_cut())
    return Flow(
        most=graph.optimal_flow(),
        interviews=tuple(pair for arc, pair in arcs.items() if graph.flow(arc)),
        held=frozenset(firm for firm, number in firms.items() if number in before),
        open=frozenset(slot for slot, number in enumerate(slots) if number in before),
        seniors_bind=TURNS not in before,
    )


def most(setting: Setting) -> int:
    return flow_of(setting).most
