"""Figures of real data sets, from their files: SQL over the files beside the question that an analyst asks a mart.

Nothing here knows a model, a macro or a loader. Both sides of a figure give the same rows in any order.
"""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """`files` asks the files of the data set, in the folder {data}; `mart` asks the warehouse."""

    title: str
    files: str
    mart: str


# Who: the account of a statement. A learner is active on a day with three events or more.
STATEMENTS = """(
    select
        cast(actor.account.name as varchar) as who, object.id as video,
        context.contextActivities.parent[1].id ->> '$' as course,
        cast("timestamp" as timestamptz) at time zone 'UTC' as happened,
        to_json(context.extensions) ->> '$."https://w3id.org/xapi/video/extensions/session-id"' as view
    from read_json('{data}/fun_mooc_video/statements.json.gz', maximum_depth = 5, sample_size = -1)
)"""
# Sessions: a new one begins after more than thirty minutes without an event.
FUN_MOOC = [
    Figure(
        "events, videos and active days of each learner in each course",
        f"""
            select who, course, sum(n), count(*), count(*) filter (n >= 3)
            from (select who, course, cast(happened as date) as day, count(*) as n from {STATEMENTS} group by all)
            group by all
        """,
        """
            select split_part(identifier, '|', 2), course_id, sum(events),
                count(*) filter (events > 0), count(*) filter (is_active)
            from engagement.learner_course_days join pii.learner_vault using (learner_id)
            group by all
        """,
    ),
    Figure(
        "sessions of each learner: how many, and how long together",
        f"""
            select who, sum(opens), sum(case when opens = 0 then gap else 0 end)
            from (
                select who, gap, case when gap <= 1800 then 0 else 1 end as opens
                from (
                    select who,
                        date_diff('ms', lag(happened) over (partition by who order by happened), happened) / 1000 as gap
                    from (select who, date_trunc('millisecond', happened) as happened from {STATEMENTS})
                )
            )
            group by all
        """,
        """
            select split_part(identifier, '|', 2), count(*), sum(duration_seconds)
            from core.fct_learning_sessions join pii.learner_vault using (learner_id)
            group by all
        """,
    ),
    Figure(
        "learners active on a day, in a week and in four weeks, by course and day",
        f"""
            with active as (
                select course, who, cast(happened as date) as day from {STATEMENTS} group by all having count(*) >= 3
            ),
            days as (
                select course, unnest(generate_series(min(day), max(day), interval 1 day))::date as day
                from (select course, cast(happened as date) as day from {STATEMENTS}) group by course
            )
            select days.course, days.day,
                count(distinct who) filter (active.day = days.day),
                count(distinct who) filter (active.day > days.day - 7),
                count(distinct who)
            from days
            left join active on active.course = days.course and active.day between days.day - 27 and days.day
            group by all
        """,
        """
            select course_id, date_day, daily_active_learners, weekly_active_learners, monthly_active_learners
            from engagement.course_days
        """,
    ),
    Figure(
        "viewing sessions and viewers of each video",
        f"select video, count(distinct (who, view)), count(distinct who) from {STATEMENTS} group by all",
        "select activity_id, views, viewers from engagement.video_engagement",
    ),
]

CANVAS_ATTEMPTS = """(
    select s.*, q.title, c.sis_source_id as run
    from read_json('{data}/oea/canvas/quiz_submissions.json') as s
    join read_json('{data}/oea/canvas/quizzes.json') as q on q.id = s.quiz_id
    join read_json('{data}/oea/canvas/courses.json') as c on c.id = q.context_id
)"""
MOODLE = "read_csv('{data}/oea/moodle/%s.csv', all_varchar = true, quote = '\"')"
LEARNERS = "(select distinct userid from read_csv('{data}/oea/moodle/role_assignments.csv', all_varchar = true))"
OEA = [
    Figure(
        "attempts, learners, mean and median score of each quiz in Canvas",
        f"""
            select quiz_id, count(*), count(distinct user_id), avg(score / quiz_points_possible),
                median(score / quiz_points_possible)
            from {CANVAS_ATTEMPTS} group by all
        """,
        """
            select cast(split_part(assessment_id, '|', 2) as bigint), attempts, learners, mean_score,
                median_score
            from outcomes.assessment_outcomes where source_system = 'canvas'
        """,
    ),
    Figure(
        "attempts and learners of each quiz in Moodle",
        f"select quiz, count(*), count(distinct userid) from {MOODLE % 'quiz_attempts'} group by all",
        """
            select split_part(assessment_id, '|', 2), attempts, learners
            from outcomes.assessment_outcomes where source_system = 'moodle'
        """,
    ),
    Figure(
        "what was handed in to each assignment in Moodle: early (by a day), on time, late",
        f"""
            select assignment,
                count(*) filter (due - handed_in >= interval 1 day),
                count(*) filter (handed_in <= due and due - handed_in < interval 1 day),
                count(*) filter (handed_in > due)
            from (
                select assignment, userid, min(cast(s.timemodified as timestamp)) as handed_in,
                    max(cast(a.duedate as timestamp)) as due
                from {MOODLE % "assign_submission"} as s
                join {MOODLE % "assign"} as a on a.id = s.assignment
                where lower(s.status) = 'submitted'
                group by all
            )
            group by all
        """,
        """
            select split_part(activity_id, '|', 2), early_learners, on_time_learners, late_learners
            from outcomes.assignment_timeliness
            where activity_id like 'assign:moodle|%' and early_learners + on_time_learners + late_learners > 0
        """,
    ),
    Figure(
        "posts and contributors of each forum in Moodle",
        f"""
            select d.forum, count(*), count(distinct p.userid), sum(cast(p.wordcount as bigint)) / count(*)
            from {MOODLE % "forum_posts"} as p join {MOODLE % "forum_discussions"} as d on d.id = p.discussion
            where p.deleted = '0'
            group by all
        """,
        """
            select split_part(activity_id, '|', 2), posts, contributors, mean_words
            from engagement.discussion_engagement where source_system = 'moodle'
        """,
    ),
    Figure(
        "people and seconds in each meeting in Teams",
        """
            select cast(id as varchar), people, seconds
            from (
                select id, count(distinct record.identity.id) as people,
                    cast(sum(record.totalAttendanceInSeconds) as double) as seconds
                from (
                    select id, unnest(attendanceRecords) as record
                    from read_json('{data}/oea/teams/*.json', union_by_name = true)
                )
                group by all
            )
        """,
        """
            select split_part(meeting_id, '|', 2), attendees, attended_seconds
            from engagement.meeting_attendance
        """,
    ),
]

INFO = "'{data}/oulad/studentInfo.parquet'"
REGISTERED = "'{data}/oulad/studentRegistration.parquet'"
CLICKS = "'{data}/oulad/studentVle.parquet'"
RUN = "lower(code_module || '-' || code_presentation)"
# B begins in February, J in October.
START = """cast(left(code_presentation, 4) || case when code_presentation like '%B' then '-02-01' else '-10-01' end
    as date)"""
OULAD = [
    Figure(
        "enrolled, passed, failed and withdrawn, and the rates, of each presentation",
        f"""
            select run, count(*), count(*) filter (result in ('Pass', 'Distinction')),
                count(*) filter (result = 'Fail'), count(*) filter (left_early),
                count(*) filter (result in ('Pass', 'Distinction')) / count(*) filter (result <> 'Withdrawn'),
                count(*) filter (left_early) / count(*)
            from (
                select {RUN} as run, final_result as result,
                    date_unregistration is not null or final_result = 'Withdrawn' as left_early
                from {INFO} join {REGISTERED} using (code_module, code_presentation, id_student)
            )
            group by all
        """,
        """
            select course_run_id, enrolled_learners, passed_learners, failed_learners, withdrawn,
                pass_rate, withdrawal_rate
            from outcomes.course_outcomes
            join (
                select course_run_id, count(*) filter (enrollment_status = 'withdrawn') as withdrawn
                from outcomes.learner_course_outcomes group by all
            ) using (course_run_id)
        """,
    ),
    Figure(
        "clicks and learners of each presentation and day",
        f"""
            select {RUN}, {START} + cast(date as integer), cast(sum(sum_click) as bigint), count(distinct id_student)
            from {CLICKS} group by all
        """,
        """
            select course_run_id, date_day, sum(clicks), count(*) filter (clicks > 0)
            from engagement.learner_course_days group by all having sum(clicks) > 0
        """,
    ),
    Figure(
        "learners who came to each site",
        # A folder contains other items and is not content itself.
        f"""
            select id_site, count(distinct id_student) from {CLICKS}
            join '{{data}}/oulad/vle.parquet' using (id_site) where activity_type <> 'folder' group by all
        """,
        """
            select cast(split_part(activity_id, '|', 2) as integer), learners
            from content.activity_effectiveness where activity_id like 'site:%' and learners > 0
        """,
    ),
    Figure(
        "what was handed in to each assessment, and the mean score",
        """
            select id_assessment, count(*), count(score), avg(score / 100)
            from '{data}/oulad/studentAssessment.parquet'
            join '{data}/oulad/assessments.parquet' using (id_assessment)
            group by all
        """,
        """
            select cast(split_part(activity_id, '|', 2) as integer), count(submitted_at), count(score_raw),
                avg(score_raw / score_max)
            from core.fct_submissions group by all having count(submitted_at) > 0
        """,
    ),
]
