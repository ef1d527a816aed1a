"""What cel-cpp needs on this machine for the expressions of Tests/Data/cel_bench.json.

Prints JSON: the version, and for each expression nanoseconds for one evaluation and microseconds for compiling. The way
in from Python costs more than most expressions do, so each is evaluated many times inside one evaluation, in a loop of
which nothing is kept; what the loop costs by itself is taken off.
"""

import datetime
import importlib.metadata
import json
import pathlib
import statistics
import time

from cel_expr_python import cel
from cel_expr_python.ext import ext_optional, ext_strings

CASES = pathlib.Path(__file__).parent.parent / "Tests" / "Data" / "cel_bench.json"
# cel-cpp takes 10,000 steps of loops in one evaluation; the longest expression needs ten for itself.
TURNS = 500
ROUNDS = 7
SECONDS = 0.02
# Never true and never an error: a list of 500 equals no result.
LOOP = "turns.exists(turn, dyn({}) == turns)"
TYPES = {
    "dyn": cel.Type.DYN,
    "timestamp": cel.Type.TIMESTAMP,
    "map(string, string)": cel.Type.Map(cel.Type.STRING, cel.Type.STRING),
}


def plain(tagged):
    """A tagged value (see cel_conformance.json) as Python has it."""
    kind, value = tagged["type"], tagged.get("value")
    match kind:
        case "null" | "bool" | "string":
            return value
        case "int":
            return int(value)
        case "double":
            return float(value)
        case "list":
            return [plain(element) for element in value]
        case "map":
            return {plain(key): plain(element) for key, element in value}
        case "timestamp":
            return datetime.datetime.fromisoformat(value)
    raise ValueError(kind)


def seconds_of(work):
    """Processor time of one call: the median of rounds, each long enough, after one to warm up."""
    rounds = []
    for _ in range(ROUNDS + 1):
        calls = 0
        begin = time.thread_time()
        while (passed := time.thread_time() - begin) < SECONDS:
            work()
            calls += 1
        rounds.append(passed / calls)
    return statistics.median(rounds[1:])


def measure(case):
    variables = {each["name"]: TYPES[each["type"]] for each in case["type_env"]}
    variables["turns"] = cel.Type.List(cel.Type.INT)
    environment = cel.NewEnv(variables=variables, extensions=[ext_strings.ExtStrings(), ext_optional.ExtOptional()])
    data = {name: plain(value) for name, value in case["bindings"].items()}
    activation = environment.Activation(data | {"turns": list(range(TURNS))})

    def seconds(expression):
        compiled = environment.compile(LOOP.format(expression))
        if compiled.eval(activation).value() is not False:
            raise RuntimeError(f"the loop did not run to its end: {expression}")
        return seconds_of(lambda: compiled.eval(activation))

    spent = (seconds(case["expr"]) - seconds("turn")) / TURNS
    compiling = seconds_of(lambda: environment.compile(case["expr"]))
    return {"ns": round(spent * 1e9, 1), "compile_us": round(compiling * 1e6, 1)}


print(
    json.dumps(
        {
            "version": importlib.metadata.version("cel-expr-python"),
            "expressions": [measure(case) for case in json.loads(CASES.read_text())],
        }
    )
)
