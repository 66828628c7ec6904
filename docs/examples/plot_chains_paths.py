"""
Paths over time
===============

Unemployment among 200 persons who tell each other of jobs :cite:p:`calvo2004`, each tied to the
four next to them on a circle. All start with a job. The line is the mean of 50 replicates, the band
holds the middle 90 percent of them.
"""

import numpy as np

from weakties.chains import job_contact_simulate

step = np.abs(np.subtract.outer(np.arange(200), np.arange(200)))
circle = np.isin(step, [1, 2, 198, 199]).astype(float)
simulation = job_contact_simulate(
    circle, arrival=0.1, separation=0.015, periods=300, replicates=50, pairs="none", seed=1
)
simulation.plot()
