{{ config(schema='pii') }}

{{ unioned('item_responses', ['caliper', 'canvas', 'moodle', 'scorm', 'talentlms']) }}
