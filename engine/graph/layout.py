"""A layered drawing of a graph, from left to right, after Sugiyama: columns, few crossings, straight lines.

A node's column is the length of the longest way to it. An edge that passes columns takes a place in each, its bends.
Columns are ordered by the mean of their neighbours' places, and heights are the nearest to the mean of the
neighbours' heights that leave the gaps.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations, pairwise
from statistics import fmean
from typing import Final

import networkx as nx

GAP_X: Final = 80.0  # pixels between columns,
GAP_Y: Final = 36.0  # between nodes of one column,
GAP_PARTS: Final = 72.0  # and between parts that no edge joins
BEND: Final = 12.0  # height of the place that a passing edge takes
SWEEPS: Final = 4

Edge = tuple[str, str]
Place = tuple[float, float]
Size = tuple[float, float]
Vertex = str | tuple[str, str, int]  # a node, or the bend of an edge in a column
Column = list[Vertex]


def layered(nodes: Sequence[str], edges: Iterable[Edge], sizes: Mapping[str, Size]) -> dict[str, Place]:
    """Return the upper left corner of every node, counted from that of the whole.

    `edges` lead between the nodes, those of a node's first branch first; one that closes a cycle is passed over.
    `sizes` are `(width, height)`. Parts of the graph that no edge joins stand below each other.
    """
    network = _without_cycles(nodes, edges)
    order = {node: number for number, node in enumerate(nodes)}
    parts = [sorted(part, key=order.__getitem__) for part in nx.weakly_connected_components(network)]
    places: dict[str, Place] = {}
    top = 0.0
    for part in sorted(parts, key=lambda part: order[part[0]]):
        found = _part(network.subgraph(part), part, sizes)
        first = min(y for _, y in found.values())
        places |= {node: (x, round(y - first + top, 1)) for node, (x, y) in found.items()}
        top = max(places[node][1] + sizes[node][1] for node in part) + GAP_PARTS
    return places


def _without_cycles(nodes: Sequence[str], edges: Iterable[Edge]) -> "nx.DiGraph[str]":
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(nodes)
    for source, target in edges:
        if not nx.has_path(network, target, source):
            network.add_edge(source, target)
    return network


def _part(network: "nx.DiGraph[str]", nodes: Sequence[str], sizes: Mapping[str, Size]) -> dict[str, Place]:
    """Lay out nodes that edges join; heights are counted from anywhere."""
    number = _numbers(network, nodes)
    drawing = _with_bends(network, number)
    columns = _untangled(_columns(drawing, number), drawing)
    heights = {vertex: sizes[vertex][1] if isinstance(vertex, str) else BEND for vertex in drawing}
    middles = _middles(columns, drawing, heights)
    widths = [max((sizes[one][0] for one in column if isinstance(one, str)), default=0.0) for column in columns]
    lefts = [sum(widths[:place]) + GAP_X * place for place in range(len(widths))]
    return {node: (lefts[number[node]], middles[node] - sizes[node][1] / 2) for node in nodes}


def _numbers(network: "nx.DiGraph[str]", nodes: Sequence[str]) -> dict[str, int]:
    """Return the column of every node; what begins late stands right before the first that needs it."""
    number: dict[str, int] = {}
    for node in nx.topological_sort(network):
        number[node] = max((number[before] + 1 for before in network.predecessors(node)), default=0)
    for node in nodes[1:]:
        if not network.in_degree(node) and network.out_degree(node):
            number[node] = min(number[after] for after in network.successors(node)) - 1
    return number


def _with_bends(network: "nx.DiGraph[str]", number: Mapping[str, int]) -> "nx.DiGraph[Vertex]":
    """Return the graph with every edge cut into pieces that lead from one column to the next."""
    drawing: nx.DiGraph[Vertex] = nx.DiGraph()
    drawing.add_nodes_from(network)
    for source, target in network.edges:
        bends = [(source, target, column) for column in range(number[source] + 1, number[target])]
        drawing.add_edges_from(pairwise([source, *bends, target]))
    return drawing


def _columns(drawing: "nx.DiGraph[Vertex]", number: Mapping[str, int]) -> list[Column]:
    """Return the columns, each in the order in which a walk along first branches comes to its vertices."""
    columns: list[Column] = [[] for _ in range(max(number.values()) + 1)]
    begins = [vertex for vertex in drawing if not drawing.in_degree(vertex)]
    walked = chain.from_iterable(nx.dfs_preorder_nodes(drawing, vertex) for vertex in begins)
    for vertex in dict.fromkeys(walked):
        columns[number[vertex] if isinstance(vertex, str) else vertex[2]].append(vertex)
    return columns


def _untangled(columns: list[Column], drawing: "nx.DiGraph[Vertex]") -> list[Column]:
    """Return the columns in the order with the fewest crossings that was come across."""
    best, fewest = columns, _crossings(columns, drawing)
    for _ in range(SWEEPS):
        if not fewest:
            break
        rightwards = _sorted_by(drawing.pred, columns)
        columns = _sorted_by(drawing.succ, rightwards[::-1])[::-1]
        for tried in (rightwards, columns):
            if (crossings := _crossings(tried, drawing)) < fewest:
                best, fewest = tried, crossings
    return best


def _sorted_by(neighbours: Mapping[Vertex, Iterable[Vertex]], columns: list[Column]) -> list[Column]:
    """Return the columns, each sorted by where its neighbours stand in the one before it."""
    done = [columns[0]]
    for column in columns[1:]:
        place = {vertex: float(number) for number, vertex in enumerate(done[-1])}
        own = {vertex: float(number) for number, vertex in enumerate(column)}
        wanted = {one: fmean([place[other] for other in neighbours[one]] or [own[one]]) for one in column}
        done.append(sorted(column, key=wanted.__getitem__))
    return done


def _crossings(columns: list[Column], drawing: "nx.DiGraph[Vertex]") -> int:
    total = 0
    for column, following in pairwise(columns):
        place = {vertex: number for number, vertex in enumerate(following)}
        ends = [[place[after] for after in drawing.succ[vertex]] for vertex in column]
        total += sum(first > second for above, below in combinations(ends, 2) for first in above for second in below)
    return total


def _middles(
    columns: list[Column], drawing: "nx.DiGraph[Vertex]", heights: Mapping[Vertex, float]
) -> dict[Vertex, float]:
    """Return the height of the middle of every vertex, near to those that it is joined with."""
    middles: dict[Vertex, float] = {}
    for column in columns:
        middles |= _apart(column, [middles.get(one, 0.0) for one in column], heights)
    for _ in range(SWEEPS):
        for neighbours, way in ((drawing.pred, columns), (drawing.succ, columns[::-1])):
            for column in way:
                wanted = [fmean([middles[other] for other in neighbours[one]] or [middles[one]]) for one in column]
                middles |= _apart(column, wanted, heights)
    return middles


def _apart(column: Column, wanted: Sequence[float], heights: Mapping[Vertex, float]) -> dict[Vertex, float]:
    """Return the middles nearest to the wanted ones (least squares) that keep order and gaps of a column.

    Without the room that vertices take, the question is for the nearest sequence that never falls, which pooling
    adjacent violators answers: neighbours out of order share their mean.
    """
    offsets = [0.0]
    for above, below in pairwise(column):
        offsets.append(offsets[-1] + (heights[above] + heights[below]) / 2 + GAP_Y)
    pools: list[tuple[float, int]] = []  # mean and size
    for height, offset in zip(wanted, offsets, strict=True):
        mean, size = height - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, size = (mean * size + other * more) / (size + more), size + more
        pools.append((mean, size))
    levels = [mean for mean, size in pools for _ in range(size)]
    return {one: level + offset for one, level, offset in zip(column, levels, offsets, strict=True)}
