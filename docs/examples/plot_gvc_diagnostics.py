"""
What is odd in a table
======================

Real inter-country tables have sectors without output, and inventories that were run down. Here two
such marks are put into a worked example :cite:p:`quast2015`, and counted.
"""

from weakties.datasets import leather
from weakties.gvc import InterCountryTable

whole = leather()
intermediates, final_demand = whole.Z.copy(), whole.final_demand.copy()
intermediates.loc[("ARG", "Transport equipment")] = 0.0
intermediates[("ARG", "Transport equipment")] = 0.0
final_demand.loc[("ARG", "Transport equipment")] = 0.0
final_demand.loc[("TUR", "Agriculture"), "DEU"] = -3.0

table = InterCountryTable.from_wide(intermediates, final_demand, unit="million")
table.diagnostics().plot()
