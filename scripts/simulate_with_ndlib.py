"""A simulated epidemic on the graph of who answered whom: output/simulate_with_ndlib.csv. It needs `pip install ndlib`.

usage: python scripts/simulate_with_ndlib.py [CORPUS]
"""

import _demo
import ndlib.models.epidemics as ep
import pandas as pd
from ndlib.models.ModelConfig import Configuration

import threadgraph as tg

with _demo.corpus() as corpus:
    people = tg.build(corpus).authors()
model = ep.SIRModel(people.to_undirected(), seed=20051014)
settings = Configuration()
for name, value in (("beta", 0.08), ("gamma", 0.03), ("fraction_infected", 0.05)):
    settings.add_model_parameter(name, value)
model.set_initial_status(settings)
steps = pd.DataFrame(step["node_count"] for step in model.iteration_bunch(40))
steps.columns = ["susceptible", "infected", "recovered"]
steps.to_csv(_demo.OUTPUT / "simulate_with_ndlib.csv", index_label="step")
print(steps.iloc[::10].to_string())
