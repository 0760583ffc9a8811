"""How many sites and posts had the story after each hour: output/first_hours.csv and .png.

usage: python scripts/first_hours.py [CORPUS]
"""

import _demo
import pandas as pd
from matplotlib.figure import Figure

with _demo.corpus() as corpus:
    posts = corpus.table().to_pandas()
posts = posts[posts["published"].notna()].sort_values("published")
posts["hour"] = (posts["published"] - posts["published"].iloc[0]).dt.total_seconds() // 3600
known = pd.DataFrame(
    {
        "posts": posts.groupby("hour").size().cumsum(),
        "sites": posts.drop_duplicates("site").groupby("hour").size().cumsum(),
    }
).ffill()
known.to_csv(_demo.OUTPUT / "first_hours.csv")
figure = Figure(figsize=(7, 3.5), layout="constrained")
axes = figure.subplots()
known["sites"].plot(ax=axes, drawstyle="steps-post", xlabel="hours since the first post", ylabel="sites")
figure.savefig(_demo.OUTPUT / "first_hours.png", dpi=150)
print(known.head(12).to_string())
