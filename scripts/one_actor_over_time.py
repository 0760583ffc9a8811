"""One actor's replies, month by month (day by day where the corpus is shorter): output/one_actor_over_time.csv and .png.

usage: python scripts/one_actor_over_time.py [CORPUS] [FOCAL]
"""

import _demo
import pandas as pd
from matplotlib.figure import Figure

import threadgraph as tg

with _demo.corpus() as corpus:
    spread = tg.spread(tg.build(corpus), _demo.focal())


def period(times: pd.Series) -> pd.Series:
    """The month, or the day, that each time falls into."""
    return times.dt.tz_convert(None).dt.to_period("M" if long else "D")


replies, waits = spread.replies.dropna(subset="time"), spread.waits.dropna(subset="time")
long = replies["time"].max() - replies["time"].min() > pd.Timedelta(days=62)
stated = replies[replies["class"].isin(["E1", "E2"])]
strategies = spread.strategy.dropna(subset=["time", "suggested"])
table = pd.DataFrame(
    {
        "replies": replies.groupby(period(replies["time"])).size(),
        "threads": replies.groupby(period(replies["time"]))["thread"].nunique(),
        "median_delay_h": stated.groupby(period(stated["time"]))["delay_h"].median(),
        "posts_he_could_answer": waits.groupby(period(waits["time"])).size(),
        "answered": waits.groupby(period(waits["time"]))["answered"].sum(),
    }
)
kinds = strategies.groupby([period(strategies["time"]), "suggested"]).size().unstack(fill_value=0)
table = table.join(kinds.add_prefix("suggested_"))
table.index.name = "month" if long else "day"
table.to_csv(_demo.OUTPUT / "one_actor_over_time.csv")
figure = Figure(figsize=(7, 3.5), layout="constrained")
axes = figure.subplots()
table["replies"].plot.bar(ax=axes, color="#D55E00", ylabel="replies", xlabel=table.index.name)
figure.savefig(_demo.OUTPUT / "one_actor_over_time.png", dpi=150)
print(table.iloc[:, :5].to_string())
