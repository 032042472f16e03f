"""Writes the reference of tests/search/numbers/distribution_test.ts: some generations of purecma.py of pycma 4.4.0.

python3 -m venv venv && venv/bin/pip install cma==4.4.0 && venv/bin/python make.py > reference.json
"""
import json
import random

from cma import purecma

random.seed(7)
evolution = purecma.CMAES([0.5, -1.0, 2.0, 0.1], 0.7, popsize=8)
evolution.params = purecma.CMAESParameters(4, 8, purecma.RecombinationWeights)  # with negative weights
evolution.params.lazy_gap_evals = 0  # an eigendecomposition in each generation
generations = []
for _ in range(12):
    draws = [[round(float(x), 6) for x in draw] for draw in evolution.ask()]
    draws.sort(key=lambda x: sum(30**i * v**2 for i, v in enumerate(x)))
    evolution.tell(draws, list(range(len(draws))))
    generations.append({
        "draws": draws,  # the best first
        "mean": [float(x) for x in evolution.xmean],
        "sigma": evolution.sigma,
        "sigmaPath": [float(x) for x in evolution.ps],
        "path": [float(x) for x in evolution.pc],
        "covariance": [[float(x) for x in row] for row in evolution.C],
    })
print(json.dumps(generations))
