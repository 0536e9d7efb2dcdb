-- Tables of which the newest row counts: deals, and what the model makes of them. Of rows
-- known at the same instant the one written last counts. The `…_versions` and `…_history`
-- views show every row that was ever valid.

CREATE OR REPLACE VIEW deals AS
SELECT * EXCLUDE (seq) FROM fact.deals
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deals')
QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE MACRO deals_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.deals
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deals')
QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE VIEW deal_versions AS
SELECT * EXCLUDE (seq) FROM fact.deals
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deals')
QUALIFY row_number() OVER (PARTITION BY deal_id, known_at ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE MACRO deal_versions_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.deals
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'deals')
QUALIFY row_number() OVER (PARTITION BY deal_id, known_at ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE VIEW cost_estimates AS
SELECT * EXCLUDE (seq) FROM fact.cost_estimates
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'cost_estimates')
QUALIFY row_number() OVER (PARTITION BY measure, accelerator_id, workload_id ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE MACRO cost_estimates_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.cost_estimates
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'cost_estimates')
QUALIFY row_number() OVER (PARTITION BY measure, accelerator_id, workload_id ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE VIEW cost_estimate_history AS
SELECT * EXCLUDE (seq) FROM fact.cost_estimates
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'cost_estimates');

CREATE OR REPLACE MACRO cost_estimate_history_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.cost_estimates
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'cost_estimates');

CREATE OR REPLACE VIEW supplier_shares AS
SELECT * EXCLUDE (seq) FROM fact.supplier_shares
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'supplier_shares')
QUALIFY row_number() OVER (PARTITION BY supplier_id, window_days ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE MACRO supplier_shares_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.supplier_shares
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'supplier_shares')
QUALIFY row_number() OVER (PARTITION BY supplier_id, window_days ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE VIEW supplier_share_history AS
SELECT * EXCLUDE (seq) FROM fact.supplier_shares
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'supplier_shares');

CREATE OR REPLACE MACRO supplier_share_history_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.supplier_shares
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'supplier_shares');

CREATE OR REPLACE VIEW buyer_exposure AS
SELECT * EXCLUDE (seq) FROM fact.buyer_exposure
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'buyer_exposure')
QUALIFY row_number() OVER (PARTITION BY buyer_id, supplier_id ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE MACRO buyer_exposure_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.buyer_exposure
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'buyer_exposure')
QUALIFY row_number() OVER (PARTITION BY buyer_id, supplier_id ORDER BY known_at DESC, seq DESC) = 1;

CREATE OR REPLACE VIEW buyer_exposure_history AS
SELECT * EXCLUDE (seq) FROM fact.buyer_exposure
WHERE seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'buyer_exposure');

CREATE OR REPLACE MACRO buyer_exposure_history_as_of(ts) AS TABLE
SELECT * EXCLUDE (seq) FROM fact.buyer_exposure
WHERE known_at <= CAST(ts AS TIMESTAMP)
  AND seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = 'buyer_exposure');

-- A deal that was merged into another is still in `deals`, pointing onward.
CREATE OR REPLACE VIEW live_deals AS
SELECT * FROM deals WHERE superseded_by IS NULL;

CREATE OR REPLACE MACRO live_deals_as_of(ts) AS TABLE
SELECT * FROM deals_as_of(ts) WHERE superseded_by IS NULL;
