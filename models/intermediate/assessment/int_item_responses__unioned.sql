{{ config(schema='pii') }}

{{ unioned('item_responses', ['canvas', 'moodle', 'scorm', 'talentlms']) }}
