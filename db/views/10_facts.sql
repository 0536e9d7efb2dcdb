-- Tables of which every row counts, as analysts see them, and as they stood at an instant:
-- FROM signals_as_of(TIMESTAMP '2026-02-27 11:30').

CREATE OR REPLACE VIEW feed_entries AS
SELECT * EXCLUDE (seq) FROM fact.feed_entries;

CREATE OR REPLACE MACRO feed_entries_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.feed_entries
WHERE known_at <= CAST(ts AS TIMESTAMP);

CREATE OR REPLACE VIEW documents AS
SELECT * EXCLUDE (seq) FROM fact.documents;

CREATE OR REPLACE MACRO documents_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.documents
WHERE known_at <= CAST(ts AS TIMESTAMP);

CREATE OR REPLACE VIEW extractions AS
SELECT * EXCLUDE (seq) FROM fact.extractions;

CREATE OR REPLACE MACRO extractions_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.extractions
WHERE known_at <= CAST(ts AS TIMESTAMP);

CREATE OR REPLACE VIEW mentions AS
SELECT * EXCLUDE (seq) FROM fact.mentions
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'mentions');

CREATE OR REPLACE MACRO mentions_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.mentions
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'mentions');

CREATE OR REPLACE VIEW deal_claims AS
SELECT * EXCLUDE (seq) FROM fact.deal_claims
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deal_claims');

CREATE OR REPLACE MACRO deal_claims_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.deal_claims
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deal_claims');

CREATE OR REPLACE VIEW deal_history AS
SELECT * EXCLUDE (seq) FROM fact.deal_history
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deal_history');

CREATE OR REPLACE MACRO deal_history_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.deal_history
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deal_history');

CREATE OR REPLACE VIEW price_observations AS
SELECT * EXCLUDE (seq) FROM fact.price_observations
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'price_observations');

CREATE OR REPLACE MACRO price_observations_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.price_observations
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'price_observations');

CREATE OR REPLACE VIEW signals AS
SELECT * EXCLUDE (seq) FROM fact.signals
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'signals');

CREATE OR REPLACE MACRO signals_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.signals
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'signals');

CREATE OR REPLACE VIEW digests AS
SELECT * EXCLUDE (seq) FROM fact.digests;

CREATE OR REPLACE MACRO digests_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.digests
WHERE known_at <= CAST(ts AS TIMESTAMP);

CREATE OR REPLACE VIEW deliveries AS
SELECT * EXCLUDE (seq) FROM fact.deliveries;

CREATE OR REPLACE MACRO deliveries_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.deliveries
WHERE delivered_at <= CAST(ts AS TIMESTAMP);

CREATE OR REPLACE VIEW problems AS
SELECT * EXCLUDE (seq) FROM fact.problems;

CREATE OR REPLACE MACRO problems_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.problems
WHERE known_at <= CAST(ts AS TIMESTAMP);

CREATE OR REPLACE VIEW job_runs AS
SELECT * EXCLUDE (seq) FROM fact.job_runs;

CREATE OR REPLACE MACRO job_runs_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.job_runs
WHERE now <= CAST(ts AS TIMESTAMP);

CREATE OR REPLACE VIEW fetches AS
SELECT * EXCLUDE (seq) FROM fact.fetches;

CREATE OR REPLACE MACRO fetches_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.fetches
WHERE fetched_at <= CAST(ts AS TIMESTAMP);
