{{ config(schema='pii') }}

{{ unioned('events', ['caliper', 'canvas', 'files']) }}
