{{ unioned('meetings', ['talentlms', 'teams', 'zoom']) }}
