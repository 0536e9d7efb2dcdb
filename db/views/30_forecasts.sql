-- What was given for each deal when it was first known, and how it ended; open deals have no
-- outcome yet. A deal that was over when it was first heard of was no forecast.
CREATE OR REPLACE VIEW forecasts AS
SELECT d.deal_id, d.buyer, d.supplier, d.deal_type, f.known_at AS forecast_at,
       f.p_execution AS p_first, d.status,
       CASE WHEN d.status = 'completed' THEN 1.0::DOUBLE
            WHEN d.status IN ('terminated', 'denied') THEN 0.0::DOUBLE END AS outcome,
       (f.p_execution - outcome) ** 2 AS squared_error
FROM live_deals AS d
JOIN deal_versions AS f ON f.deal_id = d.deal_id AND f.known_at = d.first_known_at
WHERE f.status NOT IN ('completed', 'terminated', 'denied');
