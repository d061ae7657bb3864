"""Two queries for each mart that give the same rows: over the truth about the campus, and over the warehouse.

Seconds are compared to the millisecond. `people` tells who stands behind a learner_id.
"""

from oracles import content, core, engagement, organization, outcomes

COMPARED = {
    **core.COMPARED,
    **engagement.COMPARED,
    **outcomes.COMPARED,
    **content.COMPARED,
    **organization.COMPARED,
}
