"""What really happened beside what core says, and the steps before it."""

from __future__ import annotations

from oracles.shared import (
    ENROLLMENTS,
    FIRST_SCORES,
    IS_ANSWER,
    LEARNING_DAYS,
    LMS_ATTEMPTS,
    OBSERVED,
    PARTICIPATIONS,
    PROGRESS,
    TREE,
    seed,
)

COMPARED = {
    "fct_learning_events": (
        """
            select coalesce(statement_id, ''), person_key, verb_iri, activity_iri, course_id, event_at,
                cast(event_at as date), round(active_seconds, 3), is_completion
            from events
        """,
        """
            select coalesce(statement_id, ''), person_key, verb_id, activity_id, course_id, event_at, event_date,
                round(active_seconds, 3),
                -- Caliper and Canvas have words of their own, which their own tests compare.
                case when source_system = 'xapi' then is_completion end
            from core.fct_learning_events
            left join people using (learner_id)
        """,
    ),
    "fct_learning_sessions": (
        """
            select sessions.person_key, started_at, ended_at, event_count, round(duration_seconds, 3),
                count(distinct course_id), count(distinct activity_iri)
            from sessions
            join events on events.person_key = sessions.person_key and event_at between started_at and ended_at
            group by all
        """,
        """
            select person_key, started_at, ended_at, events, round(duration_seconds, 3), courses, activities
            from core.fct_learning_sessions
            left join people using (learner_id)
        """,
    ),
    "dim_learner": (
        """
            select person_key, count(event_at), min(event_at), max(event_at)
            from users left join events using (person_key)
            where role = 'learner'
            group by all
        """,
        """
            select person_key, events, first_event_at, last_event_at
            from core.dim_learner
            left join people using (learner_id)
            where person_key not like '%/guest'
        """,
    ),
    "dim_verb": (
        """
            select verb_iri, count(*), verb_iri not in (select verb_iri from unmapped_verbs)
            from events
            group by all
        """,
        """
            select verb_id, events, is_mapped
            from core.dim_verb
        """,
    ),
    "int_unmapped_verbs": (
        """
            select verb_iri, events
            from unmapped_verbs
        """,
        """
            select verb_id, events
            from intermediate.int_unmapped_verbs
        """,
    ),
    "fct_video_views": (
        """
            select person_key, video_iri, course_id, video_session, started_at, ended_at, length_seconds,
                round(unique_seconds, 3), round(played_seconds, 3), round(played_seconds - unique_seconds, 3),
                round(least(unique_seconds / length_seconds, 1), 6), evidence, unique_seconds >= 0.95 * length_seconds,
                cast(started_at as date), events, is_completed
            from video_views
        """,
        """
            select person_key, activity_id, course_id, video_session_id, started_at, ended_at, length_seconds,
                round(unique_seconds, 3), round(played_seconds, 3), round(repeated_seconds, 3), round(share_watched,
                6), evidence, is_watched_entirely, started_date, events, is_completed
            from core.fct_video_views
            left join people using (learner_id)
        """,
    ),
    "fct_attempts": (
        """
            select person_key, assessment_iri, course_id, registration, attempt_number, started_at, ended_at,
                is_completed, is_passed, round(score_scaled, 6), round(score_raw, 6), responses, correct_responses
            from attempts
        """,
        """
            select person_key, assessment_id, course_id, registration, attempt_number, started_at, ended_at,
                is_completed, is_passed, round(score_scaled, 6), round(score_raw, 6), responses, correct_responses
            from core.fct_attempts
            left join people using (learner_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_attempts of an LMS": (
        f"""
            select person_key, course_id, host, quiz, attempt_number, started_at, ended_at, score,
                round(scaled, 4), correct
            from {LMS_ATTEMPTS}
        """,
        """
            select person_key, course_id, source_system,
                cast(regexp_extract(assessment_id, '[0-9]+$') as bigint),
                attempt_number, started_at, ended_at, case when source_system <> 'talentlms' then score_raw end,
                round(score_scaled, 4), case when source_system <> 'caliper' then correct_responses end
            from core.fct_attempts
            left join people using (learner_id)
            where source_system not in ('xapi', 'scorm')
        """,
    ),
    "fct_item_responses": (
        """
            select statement_id, person_key, item_iri, assessment_iri, item_responses.course_id, attempt_number,
                interaction_type,
                is_correct, round(score_scaled, 6), response_option, seconds, event_at
            from item_responses
            join events using (statement_id, person_key)
        """,
        """
            select response_id, person_key, item_id, assessment_id, responses.course_id, attempt_number,
                interaction_type, is_correct, round(responses.score_scaled, 6), response_option, duration_seconds,
                answered_at
            from core.fct_item_responses as responses
            left join people using (learner_id)
            join (select attempt_id, attempt_number from core.fct_attempts) using (attempt_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_content_registrations": (
        """
            select person_key, registration, au_iri, course_id, sessions, is_launched, is_initialized,
                is_terminated, is_completed, is_passed, is_failed, is_waived, is_abandoned, is_satisfied,
                round(score_scaled, 6), round(duration_seconds, 2), move_on, mastery_score, breaches
            from content_registrations
        """,
        """
            select person_key, registration, unit_id, course_id, sessions, is_launched, is_initialized,
                is_terminated, is_completed, is_passed, is_failed, is_waived, is_abandoned, is_satisfied,
                round(score_scaled, 6), round(duration_seconds, 2), move_on, mastery_score, breaches
            from core.fct_content_registrations
            left join people using (learner_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_content_registration_breaches": (
        """
            select person_key, registration, au_iri, cmi5_session, statement_id, rule
            from breaches
        """,
        """
            select person_key, registration, unit_id, cmi5_session_id, event_id, rule
            from core.fct_content_registration_breaches
            left join people using (learner_id)
        """,
    ),
    "fct_enrollments": (
        f"""
            select person_key, course_id, course_id || '-2026s', system, null, status, starts_at, null, changed_at
            from {ENROLLMENTS}
        """,
        """
            select person_key, course_id, course_run_id, source_system, enrollment_mode, status, starts_at, ends_at,
                changed_at
            from core.fct_enrollments
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    # The campus is loaded once, when all is over: each enrollment has one state.
    "fct_enrollment_changes": (
        f"""
            select person_key, course_id, course_id || '-2026s', system, 1, null, status, null, 'learner', null,
                changed_at, changed_at is not null
            from {ENROLLMENTS}
        """,
        """
            select person_key, course_id, course_run_id, source_system, version_number, previous_status, status,
                previous_role, role, enrollment_mode, case when is_time_stated then changed_at end, is_time_stated
            from core.fct_enrollment_changes
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "fct_submissions": (
        """
            -- Moodle does not report excused learners.
            select person_key, course_id, host, submission, due_at, submitted_at, cast(submitted_at as date),
                graded_at, score, points, case when host = 'canvas' then coalesce(is_excused, false) end
            from submissions
            where host <> 'talentlms' and submitted_at is not null
        """,
        """
            select person_key, course_id, source_system, cast(regexp_extract(submission_id, '[0-9]+$') as bigint),
                due_at, submitted_at, submitted_date, graded_at, score_raw, score_max, is_excused
            from core.fct_submissions
            left join people using (learner_id)
            where submitted_at is not null and source_system in ('canvas', 'moodle')
        """,
    ),
    "fct_discussion_posts": (
        """
            select person_key, course_id, host, post, posted_at, cast(posted_at as date), words
            from posts
            where host <> 'talentlms'
            union all
            select person_key, course_id, 'caliper', post, posted_at, cast(posted_at as date), words
            from posts
            where course_id = 'his-200'
        """,
        """
            select person_key, course_id, source_system, cast(regexp_extract(post_id, '[0-9]+$') as bigint),
                posted_at, posted_date, words
            from core.fct_discussion_posts
            left join people using (learner_id)
        """,
    ),
    "fct_daily_clicks": (
        """
            select person_key, course_id, site, day, clicks
            from clicks
        """,
        """
            select person_key, course_id, cast(split_part(activity_id, '|', 2) as bigint), click_date, clicks
            from core.fct_daily_clicks
            left join people using (learner_id)
        """,
    ),
    "fct_completions of parts": (
        """
            -- Moodle reports no completion of suspended learners.
            select person_key, course_id, host, module, completed_at
            from module_completions
            join members using (person_key, course_id, host)
            where host = 'moodle' and status <> 'withdrawn'
        """,
        """
            -- The section that a part lies in is the module.
            select person_key, completions.course_id, source_system,
                cast(right(activities.section_id, 1) as bigint), completed_at
            from core.fct_completions as completions
            join core.dim_activity as activities using (activity_id)
            left join people using (learner_id)
            where source_system = 'moodle' and is_completed and activity_kind in ('page', 'content_unit')
        """,
    ),
    "fct_attendance in Teams": (
        """
            select person_key, course_id, joined_at, left_at, stays, round(attended_seconds, 3)
            from attendance
            left join users using (person_key)
            where system = 'teams' and coalesce(role, 'guest') in ('learner', 'guest')
        """,
        """
            select person_key, course_id, joined_at, left_at, stays, round(attended_seconds, 3)
            from core.fct_attendance
            left join people using (learner_id)
            where source_system = 'teams'
        """,
    ),
    "fct_attendance in Zoom": (
        """
            select person_key, course_id, round(sum(attended_seconds), 3)
            from attendance
            left join users using (person_key)
            where system = 'zoom' and coalesce(role, 'guest') in ('learner', 'guest')
            group by all
        """,
        """
            select person_key, course_id, round(sum(attended_seconds), 3)
            from core.fct_attendance
            left join people using (learner_id)
            where source_system = 'zoom'
            group by all
        """,
    ),
    "fct_grades of courses": (
        """
            select person_key, course_id, score
            from final_grades
        """,
        """
            select person_key, course_id, score_raw
            from core.fct_grades
            left join people using (learner_id)
            where source_system = 'oneroster'
        """,
    ),
    "int_org_memberships": (
        """
            select person_key, department, manager_key, hired_on, left_on
            from employees
        """,
        """
            select people.person_key, org_unit_name, managers.person_key, starts_on, ends_on
            from intermediate.int_org_memberships
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
            left join intermediate.int_org_units using (org_unit_key)
            where membership_kind = 'employee'
        """,
    ),
    "int_manager_chains": (
        """
            with recursive chains as (
                select person_key, manager_key, 1 as steps from employees where manager_key is not null
                union all
                select chains.person_key, employees.manager_key, steps + 1
                from chains join employees on employees.person_key = chains.manager_key
                where employees.manager_key is not null
            )
            select * from chains
        """,
        """
            select people.person_key, managers.person_key, steps
            from intermediate.int_manager_chains
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
        """,
    ),
    "int_org_memberships of customers": (
        """
            select distinct person_key, account
            from customers
        """,
        """
            select distinct person_key, org_unit_name
            from intermediate.int_org_memberships
            left join people using (learner_id)
            left join intermediate.int_org_units using (org_unit_key)
            where membership_kind = 'customer'
        """,
    ),
    "stg_xapi__rejected_statements": (
        """
            select statement_id, reason
            from rejected
        """,
        """
            select statement_id, rejection_reasons
            from pii.stg_xapi__rejected_statements
        """,
    ),
    "stg_xapi__statements, faults": (
        """
            select statement_id, fault
            from faults
        """,
        """
            select statement_id, faults
            from pii.stg_xapi__statements
            where faults is not null and not is_voided
        """,
    ),
    "stg_xapi__statements, voided": (
        """
            select statement_id
            from voided
        """,
        """
            select statement_id
            from pii.stg_xapi__statements
            where is_voided
        """,
    ),
    "stg_xapi__repeated_statements": (
        """
            select statement_id
            from conflicts
        """,
        """
            select statement_id
            from staging.stg_xapi__repeated_statements
            join raw_xapi.statements using (load_id, record_number)
            group by all
            -- The same statement with its id in capitals is another text, and no conflict of the campus's making.
            having count(distinct replace(cast(payload as varchar), payload ->> 'id', statement_id)) > 1
        """,
    ),
    # The university's data set, SCORM Cloud and the first-aid file have other runs, without a truth.
    "fct_learning_days": (
        f"""
            select person_key, course_id, course_id || '-2026s', day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, 0,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active
            from {LEARNING_DAYS}
        """,
        """
            select person_key, course_id, course_run_id, date_day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, clicks,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active
            from core.fct_learning_days
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "fct_learning_days with clicks": (
        """
            select person_key, course_id, day, sum(clicks)
            from clicks
            group by all
        """,
        """
            select person_key, course_id, date_day, clicks
            from core.fct_learning_days
            left join people using (learner_id)
            where course_run_id like '%-2026b' and clicks > 0
        """,
    ),
    "fct_participations": (
        f"""
            select person_key, course_id, course_id || '-2026s', enrollment_status, enrollments, enrolled_at,
                withdrawn_at, completed_at, first_active_date, last_active_date, active_days, enrolled_from_date,
                enrolled_until_date
            from {PARTICIPATIONS}
        """,
        """
            select person_key, course_id, course_run_id, enrollment_status, enrollments, enrolled_at, withdrawn_at,
                completed_at, first_active_date, last_active_date, active_days, enrolled_from_date,
                enrolled_until_date
            from core.fct_participations
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "dim_date": (
        f"""
            select cast(day as date), cast(day as date) <= {OBSERVED}
            from generate_series(date '2010-01-01', date '2040-12-31', interval 1 day) as days (day)
        """,
        """
            select date_day, is_observed
            from core.dim_date
        """,
    ),
    "fct_activity_visits": (
        f"""
            select person_key, activity_iri, course_id, visit_date, visit_number, count(*),
                count(*) filter (is_view), count(*) filter (is_view and kind = 'file'), count(*) filter ({IS_ANSWER}),
                count(*) filter (
                    verb_iri similar to '.*/(completed|passed|satisfied|Completed)' or coalesce(is_completion, false)
                ),
                round(sum(active_seconds), 3), min(event_at), max(event_at)
            from (
                select *, sum(is_new) over (
                        partition by person_key, session order by event_at, statement_id
                        rows between unbounded preceding and current row
                    ) as visit_number
                from (
                    select events.*, kind, cast(event_at as date) as visit_date,
                        verb_iri similar to '.*/(experienced|Viewed|Skipped)' as is_view,
                        cast(
                            row(activity_iri, events.course_id, visit_date) is distinct from lag(
                                row(activity_iri, events.course_id, cast(event_at as date))
                            ) over (partition by person_key, session order by event_at, statement_id) as integer
                        ) as is_new
                    from events left join activities using (activity_iri)
                )
            )
            group by person_key, session, activity_iri, course_id, visit_date, visit_number
        """,
        """
            select person_key, activity_id, course_id, visit_date, visit_number, events, views, downloads,
                item_responses, completions, round(active_seconds, 3), started_at, ended_at
            from core.fct_activity_visits
            left join people using (learner_id)
        """,
    ),
    # Where a view began and ended to play, it may have gone on to play equally often: only then the number changes.
    "fct_video_segments": (
        """
            with marks as (
                select person_key, video_iri, video_session, place, sum(change) as change
                from (
                    select person_key, video_iri, video_session, start_seconds as place, 1 as change from plays
                    union all
                    select person_key, video_iri, video_session, end_seconds, -1 from plays
                )
                group by all
                having sum(change) <> 0
            )
            select person_key, video_iri, video_session, evidence, plays, round(place, 3), round(until, 3)
            from (
                select person_key, video_iri, video_session, place,
                    lead(place) over view_of_it as until, sum(change) over view_of_it as plays
                from marks
                window view_of_it as (partition by person_key, video_iri, video_session order by place)
            )
            join video_views using (person_key, video_iri, video_session)
            where plays > 0
        """,
        """
            select person_key, activity_id, video_session_id, evidence, plays, round(start_seconds, 3),
                round(end_seconds, 3)
            from core.fct_video_segments
            left join people using (learner_id)
        """,
    ),
    "dim_course": (
        """
            select course_id, name, credits, 1
            from runs
            left join (
                values ('bio-110', 6.0), ('sta-150', 6.0), ('his-200', 3.0), ('saf-100', 1.0), ('led-020', 2.0)
            ) as seed (course_id, credits) using (course_id)
        """,
        """
            select course_id, course_name, credits, course_runs
            from core.dim_course
            where course_id in (select course_id from core.dim_course_run where course_run_id like '%-2026s')
        """,
    ),
    # The register and an LMS know each; statements name those with an IRI, and one more system knows each of these: the
    # reading tool, the tool of LTI or the package that a cmi5 course came in.
    "dim_course_run": (
        """
            select run_code, course_id, name, 'Spring 2026', starts_at, ends_at,
                case when host = 'talentlms' then 2 else 4 end, case when host = 'talentlms' then 2 else 4 end
            from runs
        """,
        """
            select course_run_id, course_id, course_name, term_name, starts_at, ends_at, native_courses,
                source_systems
            from core.dim_course_run
            where course_run_id like '%-2026s'
        """,
    ),
    # A unit's screen names the module as its parent, as the unit does. Two courses have structures of cmi5: one with
    # its modules in it, one of units alone.
    "dim_activity of statements": (
        """
            with recursive placed as (
                select activity_iri, parent_iri, course_id, kind, activity_iri as section,
                    cast(null as varchar) as subsection,
                    case when kind <> 'module' then activity_iri end as item, activity_iri as path, 1 as depth
                from activities
                where parent_iri is null and kind <> 'course'
                union all
                select below.activity_iri, below.parent_iri, below.course_id, below.kind, section,
                    coalesce(subsection, below.activity_iri), coalesce(item, below.activity_iri),
                    path || ' > ' || below.activity_iri, depth + 1
                from activities as below join placed on below.parent_iri = placed.activity_iri
            )
            select activity_iri, course_id, course_id || '-2026s', parent_iri, section, subsection, item, kind, path,
                depth,
                case
                    when kind = 'module' and course_id = 'saf-100' then cast(right(activity_iri, 1) as integer)
                    when kind = 'content_unit' and course_id = 'saf-100' then cast(right(activity_iri, 1) as integer)
                    when kind = 'content_unit' and course_id = 'bio-110'
                        then row_number() over (partition by course_id, kind order by activity_iri)
                end,
                (
                    select count(*) + count(case when below.kind = 'content_unit' then 1 end)
                    from activities as below where below.parent_iri = placed.activity_iri
                ),
                null, null
            from placed
            union all
            select activity_iri, course_id, course_id || '-2026s', null, null, null, null, 'course', activity_iri, 0,
                null, 0, null, null
            from activities
            where kind = 'course'
        """,
        """
            select activity_id, course_id, course_run_id, parent_activity_id, section_id, subsection_id,
                content_item_id, activity_kind, path, depth, position, child_activities, points, due_at
            from core.dim_activity
            where (activity_id like 'https://content.campus.example/%' and activity_id not like '%/screen')
                or (activity_id like 'https://lms.campus.example/courses/%' and activity_id not like '%/sts-150x')
                or activity_id like 'course-v1:%'
        """,
    ),
    "dim_meeting": (
        """
            select meeting_key, system, 'demo_' || system, course_id, course_id || '-2026s', name, starts_at, ends_at,
                cast(starts_at as date)
            from meetings
        """,
        """
            select meeting_id, source_system, source_id, course_id, course_run_id, meeting_name, starts_at, ends_at,
                meeting_date
            from core.dim_meeting
        """,
    ),
    "fct_content_progress": (
        f"""
            select person_key, course_id, course_id || '-2026s', item, days, round(active_seconds, 3), is_completed,
                first_day, last_day
            from {PROGRESS}
        """,
        """
            select person_key, course_id, course_run_id, content_item_id, days, round(active_seconds, 3), is_completed,
                first_date, last_date
            from core.fct_content_progress
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "fct_first_item_scores": (
        f"""
            select person_key, assessment, item, score
            from {FIRST_SCORES}
        """,
        """
            select person_key, scores.assessment_id, item_id, score
            from core.fct_first_item_scores as scores
            left join people using (learner_id)
            join (select attempt_id, course_run_id from core.fct_attempts) using (attempt_id)
            where course_run_id like '%-2026s'
        """,
    ),
    # Line items come beside the content, and Canvas's home page is about the course. The points of an essay come from
    # all three LMSs, in TalentLMS of 100, and its due time from two of them; for a test Canvas and the reading tool
    # send the number of its questions, Moodle and TalentLMS their own scale.
    "dim_activity": (
        f"""
            with things as (
                select activity_iri, parent_iri from activities
                union all
                select activity_iri, parent_iri from held
            ),
            tasks as (
                select distinct case host when 'canvas' then 'assignment:demo_canvas|' else 'assign:demo_moodle|' end
                        || submission // 1000000 as activity_iri, points, due_at
                from submissions where host <> 'talentlms'
                union
                select
                    case host when 'canvas' then 'quiz:demo_canvas|' else 'https://reader.campus.example/quizzes/' end
                        || attempt // 10000000,
                    points, null
                from quiz_attempts where host = 'canvas' or course_id = 'his-200'
            )
            select activity_iri, course_id, course_id || '-2026s', parent_iri, section, subsection, item, kind, depth,
                (select count(*) from things as below where below.parent_iri = placed.activity_iri),
                case
                    when activity_iri like 'quiz:demo_moodle|%' then 10
                    when activity_iri like 'unit:demo_talentlms|%' and kind in ('assessment', 'assignment') then 100
                    when activity_iri like 'scorm:demo_moodle|%' then 100
                    else points
                end, due_at
            from {TREE} as placed
            join things using (activity_iri)
            left join tasks using (activity_iri)
        """,
        """
            select activity_id, course_id, course_run_id, parent_activity_id, section_id, subsection_id,
                content_item_id, activity_kind, depth, child_activities, points, due_at
            from core.dim_activity
            where course_run_id like '%-2026s' and activity_kind not in ('course', 'line_item')
        """,
    ),
    "dim_org_unit": (
        # Names stand for the units. They are unique within a system and kind.
        """
            with recursive ways as (
                select system, kind, name, name as top, [name] as way from org_units where parent is null
                union all
                select org_units.system, org_units.kind, org_units.name, top, list_append(way, org_units.name)
                from org_units join ways on org_units.system = ways.system and org_units.parent = ways.name
                -- A company has a department of its own name.
                where ways.kind <> 'department'
            )
            select system, 'demo_' || system, kind, name, way[-2], top, len(way) - 1, array_to_string(way, ' > ')
            from ways
        """,
        """
            select units.source_system, units.source_id, units.org_unit_kind, units.org_unit_name,
                parents.org_unit_name, tops.org_unit_name, units.depth, (
                    select string_agg(part.org_unit_name, ' > ' order by part.depth)
                    from core.dim_org_unit as part
                    where list_contains(string_split(units.path, ' > '), part.org_unit_id)
                )
            from core.dim_org_unit as units
            left join core.dim_org_unit as parents on parents.org_unit_id = units.parent_org_unit_id
            left join core.dim_org_unit as tops on tops.org_unit_id = units.top_org_unit_id
        """,
    ),
    "fct_org_memberships": (
        # A portal keeps everybody whom it ever had in a course, in the section of their number, and knows no times.
        """
            select 'bamboohr' as system, person_key, 'employee' as kind, 'department' as unit_kind, department as unit,
                manager_key, hired_on, left_on
            from employees
            union all
            select 'salesforce', person_key, 'customer', 'Customer - Direct', account, null,
                case when not is_direct then date '2026-01-12' end, case when not is_direct then date '2026-02-09' end
            from customers
            union all
            select distinct 'talentlms', person_key, 'learner', 'group',
                'Section ' || cast(1 + cast(regexp_extract(person_key, '[0-9]+') as bigint) % 2 as varchar),
                null, null, null
            from members
            where host = 'talentlms'
            union all
            select distinct 'talentlms', person_key, 'learner', 'branch', department, null, null, null
            from employees
            join members using (person_key)
            where host = 'talentlms' and left_on is null
        """,
        """
            select memberships.source_system, people.person_key, membership_kind, org_unit_kind, org_unit_name,
                managers.person_key, starts_date, ends_date
            from core.fct_org_memberships as memberships
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
            left join core.dim_org_unit using (org_unit_id)
        """,
    ),
    "fct_manager_chains": (
        """
            with recursive chains as (
                select person_key, manager_key, 1 as steps from employees where manager_key is not null
                union all
                select employees.person_key, chains.manager_key, steps + 1
                from employees join chains on chains.person_key = employees.manager_key
            )
            select person_key, manager_key, min(steps) from chains group by all
        """,
        """
            select people.person_key, managers.person_key, steps
            from core.fct_manager_chains
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
        """,
    ),
    "dim_program_course": (
        f"""
            select program_id, program_name, course_id, cast(position as bigint),
                (select count(*) from {seed("programs")} as others where others.program_id = programs.program_id)
            from {seed("programs")} as programs
        """,
        """
            select program_id, program_name, course_id, position, program_courses
            from core.dim_program_course
        """,
    ),
    "dim_certification": (
        f"""
            select certification_id, certification_name, course_id, assigned_to, cast(valid_months as bigint)
            from {seed("certifications")}
        """,
        """
            select certification_id, certification_name, course_id, assigned_to, valid_months
            from core.dim_certification
        """,
    ),
    "dim_assessment_pair": (
        f"""
            select pair_id, pair_name, pre_assessment_id, post_assessment_id
            from {seed("assessment_pairs")}
        """,
        """
            select pair_id, pair_name, pre_assessment_id, post_assessment_id
            from core.dim_assessment_pair
        """,
    ),
}
