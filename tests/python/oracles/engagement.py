"""What really happened beside what the marts of engagement say."""

from __future__ import annotations

from oracles.shared import (
    CLASS_DAYS,
    ENROLLMENTS,
    LEARNER_DAYS,
    LEARNER_SECTIONS,
    LEARNER_WEEKS,
    OBSERVED,
    PARTICIPATIONS,
    PRESENCES,
    TREE,
    VISITS,
)

COMPARED = {
    # The university's data set, SCORM Cloud and the first-aid file have other runs, without a truth.
    "learner_course_days": (
        f"""
            select person_key, course_id, course_id || '-2026s', day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, 0,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from {LEARNER_DAYS}
        """,
        """
            select person_key, course_id, course_run_id, date_day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, clicks,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from engagement.learner_course_days
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "learner_course_weeks": (
        f"""
            select person_key, course_id, course_id || '-2026s', week, active_days, sessions, activities, pages,
                events, item_responses, video_views, attempts, submissions, posts, meetings_attended, 0,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from {LEARNER_WEEKS}
        """,
        """
            select person_key, course_id, course_run_id, week_start_date, active_days, sessions, activities, pages,
                events, item_responses, video_views, attempts, submissions, posts, meetings_attended, clicks,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from engagement.learner_course_weeks
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "course_days": (
        f"""
            with learner_days as (select person_key, course_id, day, is_active, is_enrolled from {LEARNER_DAYS})
            select days.course_id, days.course_id || '-2026s', days.day,
                count(distinct person_key) filter (learner_days.day = days.day and is_enrolled),
                count(distinct person_key) filter (learner_days.day = days.day and is_active) as today,
                count(distinct person_key) filter (learner_days.day >= days.day - 6 and is_active),
                count(distinct person_key) filter (learner_days.day >= days.day - 27 and is_active) as month,
                count(distinct person_key) filter (learner_days.day = days.day and is_active and is_first),
                count(distinct person_key) filter (learner_days.day = days.day and is_active and not is_first),
                case when month > 0 then round(today / month, 6) end
            from (
                select course_id, cast(unnest(generate_series(
                    cast(min(day) as timestamp), cast(max(day) as timestamp), interval 1 day
                )) as date) as day
                from learner_days
                group by all
            ) as days
            join (
                select *, day = min(case when is_active then day end) over (partition by person_key, course_id)
                    as is_first
                from learner_days
            ) as learner_days on learner_days.course_id = days.course_id and learner_days.day <= days.day
            group by all
        """,
        """
            select course_id, course_run_id, date_day, enrolled_learners, daily_active_learners,
                weekly_active_learners, monthly_active_learners, new_learners, returning_learners,
                round(stickiness, 6)
            from engagement.course_days
            where course_run_id like '%-2026s'
        """,
    ),
    "course_weeks": (
        f"""
            select course_id, course_id || '-2026s', week, count(*) filter (is_enrolled),
                count(*) filter (is_active), count(*) filter (is_active and week = first_week),
                count(*) filter (is_active and week > first_week), count(*) filter (is_enrolled and not is_active),
                sum(events), sum(sessions), round(sum(active_seconds), 3)
            from (
                select *, min(case when is_active then week end) over (partition by person_key, course_id)
                    as first_week
                from {LEARNER_WEEKS}
            )
            group by all
        """,
        """
            select course_id, course_run_id, week_start_date, enrolled_learners, active_learners, new_learners,
                returning_learners, idle_learners, events, sessions, round(active_seconds, 3)
            from engagement.course_weeks
            where course_run_id like '%-2026s'
        """,
    ),
    "retention_cohorts": (
        f"""
            with active as (select person_key, course_id, week from {LEARNER_WEEKS} where is_active),
            cohorts as (select person_key, course_id, min(week) as cohort from active group by all)
            select course_id, course_id || '-2026s', cohort, cast(week as date), date_diff('week', cohort, week),
                count(*) as began, count(active.week) as there, round(there / began, 6)
            from cohorts
            join (select course_id, max(week) as last_week from {LEARNER_WEEKS} group by all) using (course_id)
            cross join generate_series(cast(cohort as timestamp), cast(last_week as timestamp), interval 7 day)
                as weeks (week)
            left join active using (person_key, course_id, week)
            group by all
        """,
        """
            select course_id, course_run_id, cohort_week_start_date, week_start_date, weeks_since_start,
                cohort_learners, active_learners, round(retention_rate, 6)
            from engagement.retention_cohorts
            where course_run_id like '%-2026s'
        """,
    ),
    # A change without a time (Moodle, LTI) counts when it was read: after the last observed day.
    "enrollment_days": (
        f"""
            select course_id, course_id || '-2026s', day, system, 'unknown',
                case when day >= cast(changed_at as date) then status else 'unknown' end as status_then, count(*)
            from {ENROLLMENTS}
            cross join (
                select cast(day as date) as day
                from generate_series(timestamp '2025-12-01', cast({OBSERVED} as timestamp), interval 1 day)
                    as days (day)
            )
            where day >= cast(least(starts_at, changed_at) as date)
            group by all
        """,
        """
            select course_id, course_run_id, date_day, source_system, enrollment_mode, status, enrollments
            from engagement.enrollment_days
            where course_run_id like '%-2026s'
        """,
    ),
    "video_engagement": (
        """
            with reaching as (
                select person_key, video_iri, start_seconds, end_seconds, coalesce(max(end_seconds) over (
                        partition by person_key, video_iri order by start_seconds, end_seconds
                        rows between unbounded preceding and 1 preceding
                    ), 0) as reached
                from plays
            ),
            by_viewer as (
                -- Seconds of the video that a learner has played in any viewing session.
                select person_key, video_iri, any_value(length_seconds) as length_seconds,
                    coalesce(any_value(played), 0) as seconds
                from video_views
                left join (
                    select person_key, video_iri,
                        sum(greatest(end_seconds - greatest(start_seconds, reached), 0)) as played
                    from reaching
                    group by all
                ) using (person_key, video_iri)
                group by person_key, video_iri
            )
            select course_id, course_id || '-2026s', video_iri, count(*), count(distinct person_key),
                count(*) filter (unique_seconds >= 0.95 * length_seconds),
                any_value(reached), any_value(length_seconds), round(sum(unique_seconds), 3),
                round(sum(played_seconds), 3), round(sum(played_seconds) - sum(unique_seconds), 3),
                round(avg(unique_seconds / length_seconds), 6), round(any_value(mean_share), 6)
            from video_views
            join (
                select video_iri, count(*) filter (seconds >= 0.95 * length_seconds) as reached,
                    avg(seconds / length_seconds) as mean_share
                from by_viewer
                group by all
            ) using (video_iri)
            group by all
        """,
        """
            select course_id, course_run_id, activity_id, views, viewers, views_watched_entirely,
                viewers_watched_entirely, length_seconds, round(unique_seconds, 3), round(played_seconds, 3),
                round(repeated_seconds, 3), round(mean_share_watched, 6), round(mean_share_watched_by_viewer, 6)
            from engagement.video_engagement
        """,
    ),
    "video_seconds": (
        """
            with seen as (
                select person_key, video_iri, video_session, second
                from plays, unnest(range(cast(floor(start_seconds) as bigint), cast(ceil(end_seconds) as bigint)))
                    as seconds (second)
                where second + 0.5 >= start_seconds and second + 0.5 < end_seconds
            ),
            counted as (
                select video_iri, second, count(distinct person_key) as viewers,
                    count(distinct (person_key, video_session)) as views, count(*) as plays
                from seen
                group by all
            ),
            left_at as (
                select video_iri, second, count(*) as viewers
                from (select person_key, video_iri, max(second) as second from seen group by all)
                group by all
            ),
            viewed as (
                select video_iri, count(distinct person_key) as viewers, max(length_seconds) as length_seconds
                from video_views
                group by all
            ),
            moments as (
                select video_iri, viewers as everybody, unnest(range(cast(ceil(length_seconds) as bigint))) as second
                from viewed
            )
            select video_iri, second, coalesce(counted.viewers, 0), coalesce(views, 0), coalesce(plays, 0),
                coalesce(left_at.viewers, 0), round(coalesce(counted.viewers, 0) / everybody, 6),
                round(coalesce(sum(left_at.viewers) over (
                    partition by video_iri order by second rows between current row and unbounded following
                ), 0) / everybody, 6)
            from moments
            left join counted using (video_iri, second)
            left join left_at using (video_iri, second)
        """,
        """
            select activity_id, second_number, viewers, views, plays, furthest_viewers, round(viewing_rate, 6),
                round(retention_rate, 6)
            from engagement.video_seconds
        """,
    ),
    "activity_days": (
        f"""
            select course_id, course_id || '-2026s', activity_iri, day, count(distinct person_key), count(*),
                count(*) filter (is_view), count(*) filter (is_download), round(sum(active_seconds), 3)
            from {VISITS}
            group by all
        """,
        """
            select course_id, course_run_id, activity_id, date_day, learners, events, views, downloads,
                round(active_seconds, 3)
            from engagement.activity_days
        """,
    ),
    "discussion_engagement": (
        f"""
            with sources_of_change as (
                select *, post // 10000000 as topic from posts where host <> 'talentlms'
                union all
                select * replace ('caliper' as host), post // 10000000 from posts where course_id = 'his-200'
            ),
            enrolled as (
                select course_id, count(*) as learners
                from {PARTICIPATIONS} where enrollment_status is not null
                group by all
            )
            select course_id, course_id || '-2026s', host,
                case host
                    when 'canvas' then 'discussion_topic:demo_canvas|' || topic
                    -- One forum a course holds its discussions, each opened by its teacher: learners only reply.
                    when 'moodle' then 'forum:demo_moodle|' || topic // 10
                    else 'https://forum.campus.example/threads/' || topic
                end as forum,
                count(*), count(*) filter (parent is null and host <> 'moodle'),
                count(*) filter (parent is not null or host = 'moodle'), count(distinct person_key),
                round(count(distinct person_key) / any_value(learners), 6),
                -- An answer answers at least one other.
                count(answered_at),
                round(avg(words), 6),
                round(median(date_diff('second', posted_at, answered_at) / 3600), 6),
                min(cast(posted_at as date)), max(cast(posted_at as date))
            from sources_of_change
            left join (select parent as post, min(posted_at) as answered_at from posts group by all) using (post)
            join enrolled using (course_id)
            group by all
        """,
        """
            select course_id, course_run_id, source_system, activity_id, posts, threads, replies, contributors,
                round(contributors_per_enrolled, 6), answered_posts, round(mean_words, 6),
                round(median_hours_to_first_reply, 6), first_date, last_date
            from engagement.discussion_engagement
        """,
    ),
    "activity_engagement": (
        f"""
            with members as (
                select person_key, course_id from {PARTICIPATIONS} where enrollment_status is not null
            ),
            listed as (
                select distinct course_id, item as activity_iri from {TREE} where item is not null
                union
                select course_id, activity_iri from {VISITS}
            ),
            seen as (
                select course_id, activity_iri, count(distinct visits.person_key) as learners,
                    count(distinct members.person_key) as enrolled,
                    count(distinct (visits.person_key, day)) as daily, count(*) as events,
                    count(*) filter (is_view) as views, count(*) filter (is_download) as downloads,
                    sum(active_seconds) as active_seconds, min(day) as first_day, max(day) as last_day
                from {VISITS} as visits
                left join members using (person_key, course_id)
                group by all
            )
            select listed.course_id, listed.course_id || '-2026s', activity_iri, everybody.learners,
                coalesce(seen.learners, 0), coalesce(enrolled, 0), coalesce(daily, 0), coalesce(events, 0),
                coalesce(views, 0), coalesce(downloads, 0), coalesce(round(active_seconds, 3), 0),
                round(coalesce(enrolled, 0) / everybody.learners, 6), first_day, last_day
            from listed
            join (select course_id, count(*) as learners from members group by all) as everybody using (course_id)
            left join seen using (course_id, activity_iri)
        """,
        """
            -- Nothing else than the campus's clicks touches the content of other runs.
            select course_id, course_run_id, activity_id, enrolled_learners, learners, reached_enrolled_learners,
                unique_daily_views, events, views, downloads, round(active_seconds, 3), round(reach, 6), first_date,
                last_date
            from engagement.activity_engagement
            where course_run_id like '%-2026s'
        """,
    ),
    "learner_sections": (
        f"""
            select person_key, course_id, course_id || '-2026s', section, depth, items, reached, completed,
                case when reached = items then 'all' when reached = 0 then 'none' else 'some' end,
                round(reached / items, 6), round(active_seconds, 3), first_day, last_day
            from {LEARNER_SECTIONS}
        """,
        """
            select person_key, course_id, course_run_id, section_id, depth, content_items, reached_items,
                completed_items, reached, round(reached_share, 6), round(active_seconds, 3), first_date, last_date
            from engagement.learner_sections
            left join people using (learner_id)
        """,
    ),
    "section_engagement": (
        f"""
            select course_id, course_id || '-2026s', section, depth, items, count(*),
                count(*) filter (reached = items), count(*) filter (reached between 1 and items - 1),
                count(*) filter (reached = 0), round(avg(reached / items), 7), round(sum(active_seconds), 3)
            from {LEARNER_SECTIONS}
            group by all
        """,
        """
            select course_id, course_run_id, section_id, depth, content_items, learners, learners_reached_all,
                learners_reached_some, learners_reached_none, round(mean_reached_share, 7), round(active_seconds, 3)
            from engagement.section_engagement
        """,
    ),
    "learner_course_attendance": (
        f"""
            with streaks as (
                -- Every stretch of class days that are alike, also those that lie within a longer one.
                select person_key, course_id, first.is_there, last.place, last.place - first.place + 1 as days
                from {CLASS_DAYS} as first
                join {CLASS_DAYS} as last using (person_key, course_id)
                where first.place <= last.place and not exists (
                    select 1 from {CLASS_DAYS} as between_them
                    where between_them.person_key = first.person_key and between_them.course_id = first.course_id
                        and between_them.place between first.place and last.place
                        and between_them.is_there <> first.is_there
                )
            )
            select person_key, course_id, course_id || '-2026s', count(*), count(*) filter (is_there),
                count(*) filter (not is_there), round(avg(is_there::int), 6),
                coalesce((select max(days) from streaks where streaks.person_key = classes.person_key
                    and streaks.course_id = classes.course_id and is_there), 0),
                coalesce((select max(days) from streaks where streaks.person_key = classes.person_key
                    and streaks.course_id = classes.course_id and not is_there), 0),
                max(place) - coalesce(max(place) filter (is_there), 0), round(coalesce(sum(seconds), 0), 3),
                max(day) filter (is_there)
            from {CLASS_DAYS} as classes
            group by all
        """,
        """
            select person_key, course_id, course_run_id, class_days, attended_days, missed_days,
                round(attendance_rate, 6), longest_attended_streak, longest_missed_streak, current_missed_streak,
                round(attended_seconds, 3), last_attended_date
            from engagement.learner_course_attendance
            left join people using (learner_id)
        """,
    ),
    "learner_attendance": (
        f"""
            select person_key, count(distinct course_id), count(*), count(*) filter (is_there),
                count(*) filter (not is_there), round(avg(is_there::int), 6), round(coalesce(sum(seconds), 0), 3),
                case when count(*) >= 5 then 10 * count(*) filter (not is_there) >= count(*) end,
                max(day) filter (is_there)
            from {CLASS_DAYS}
            group by all
        """,
        """
            select person_key, course_runs, class_days, attended_days, missed_days, round(attendance_rate, 6),
                round(attended_seconds, 3), is_chronically_absent, last_attended_date
            from engagement.learner_attendance
            left join people using (learner_id)
        """,
    ),
    "meeting_attendance": (
        f"""
            with there as (
                select meeting_key, count(*) as attendees, sum(seconds) as seconds,
                    count(*) filter (day between enrolled_from_date and enrolled_until_date) as expected
                from {PRESENCES}
                left join {PARTICIPATIONS} using (person_key, course_id)
                group by all
            )
            select meetings.course_id, meetings.course_id || '-2026s', meeting_key, cast(starts_at as date),
                count(learners.person_key), coalesce(any_value(attendees), 0), coalesce(any_value(expected), 0),
                round(any_value(expected) / nullif(count(learners.person_key), 0), 6), round(any_value(seconds), 3)
            from meetings
            left join {PARTICIPATIONS} as learners on learners.course_id = meetings.course_id
                and cast(starts_at as date) between enrolled_from_date and enrolled_until_date
            left join there using (meeting_key)
            group by all
        """,
        """
            select course_id, course_run_id, meeting_id, meeting_date, expected_learners, attendees,
                expected_attendees, round(attendance_rate, 6), round(attended_seconds, 3)
            from engagement.meeting_attendance
        """,
    ),
}
