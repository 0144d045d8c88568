"""Times the independent cascade in NDlib, EoN, networkx and igraph on a graph and starts written by `paraat bench impact`.

    python impact_peers.py EDGES STARTS --nodes 50000

EDGES has a line `from to` for each edge, STARTS a line of nodes for each run. One line of JSON is printed for each peer:
its version, how many runs, the processor's milliseconds per run (making the graph not included), and how many nodes were
active on average, which must agree between peers up to chance.
"""

import argparse
import json
import random
import time
from importlib.metadata import version

import numpy


def ndlib_cascade(nodes, edges, p):
    """NDlib: IndependentCascadesModel, iterated until nothing is infectious."""
    from ndlib.models.ModelConfig import Configuration
    from ndlib.models.epidemics import IndependentCascadesModel

    graph = networkx_graph(nodes, edges)
    model = IndependentCascadesModel(graph)
    configuration = Configuration()
    configuration.add_model_initial_configuration("Infected", [0])
    for edge in graph.edges():
        configuration.add_edge_configuration("threshold", edge, p)
    model.set_initial_status(configuration)

    def run(number, starts):
        random.seed(number)
        numpy.random.seed(number)
        model.reset(starts)
        while True:
            count = model.iteration(node_status=False)["node_count"]
            if count[1] == 0:
                return count[2]

    return run


def eon_cascade(nodes, edges, p):
    """EoN: an infection in discrete steps, each node infectious for one of them."""
    import EoN

    graph = networkx_graph(nodes, edges)

    def run(number, starts):
        random.seed(number)
        _, _, infectious, recovered = EoN.basic_discrete_SIR(graph, p, initial_infecteds=starts)
        return infectious[-1] + recovered[-1]

    return run


def networkx_cascade(nodes, edges, p):
    """networkx has no cascade: a loop over its successors, as one would write it by hand."""
    graph = networkx_graph(nodes, edges)

    def run(number, starts):
        draw = random.Random(number).random
        active = set(starts)
        waiting = list(active)
        while waiting:
            for successor in graph.adj[waiting.pop()]:
                if draw() < p and successor not in active:
                    active.add(successor)
                    waiting.append(successor)
        return len(active)

    return run


def igraph_cascade(nodes, edges, p):
    """igraph: keep each edge with probability p, and ask what can be reached from one more node before the starts."""
    import igraph

    def run(number, starts):
        generator = numpy.random.default_rng(number)
        live = edges[generator.random(len(edges)) < p]
        first = numpy.column_stack([numpy.full(len(starts), nodes), starts])
        graph = igraph.Graph(n=nodes + 1, edges=numpy.concatenate([live, first]), directed=True)
        return len(graph.subcomponent(nodes, mode="out")) - 1

    return run


def networkx_graph(nodes, edges):
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(edges.tolist())
    return graph


# The name of a peer's package, its cascade, and how many runs: slow ones get few.
PEERS = [
    ("igraph", igraph_cascade, 50),
    ("networkx", networkx_cascade, 20),
    ("EoN", eon_cascade, 8),
    ("ndlib", ndlib_cascade, 5),
]


def measure(name, cascade, runs, arguments, edges, starts):
    run = cascade(arguments.nodes, edges, arguments.p)
    runs = min(arguments.runs or runs, len(starts))
    run(0, starts[0])
    active = []
    began = time.process_time()
    for number in range(runs):
        active.append(int(run(number, starts[number])))
    spent = time.process_time() - began
    return {
        "peer": name,
        "version": version(name),
        "runs": runs,
        "ms_per_run": 1000 * spent / runs,
        "mean_active": sum(active) / runs,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edges")
    parser.add_argument("starts")
    parser.add_argument("--nodes", type=int, required=True)
    parser.add_argument("--p", type=float, default=0.1)
    parser.add_argument("--runs", type=int, help="for every peer, instead of each one's own number")
    parser.add_argument("--peer", action="append", choices=[name for name, _, _ in PEERS])
    arguments = parser.parse_args()
    edges = numpy.loadtxt(arguments.edges, dtype=numpy.int64, ndmin=2)
    with open(arguments.starts, encoding="ascii") as lines:
        starts = [[int(node) for node in line.split()] for line in lines]
    for name, cascade, runs in PEERS:
        if arguments.peer is None or name in arguments.peer:
            print(json.dumps(measure(name, cascade, runs, arguments, edges, starts)), flush=True)


if __name__ == "__main__":
    main()
