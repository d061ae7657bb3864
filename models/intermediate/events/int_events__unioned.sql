{{ config(schema='pii') }}

{{ unioned('events', ['canvas']) }}
