-- How a price is bounded, how a figure's change is split among its causes, and what each
-- re-pricing went by.

ALTER TABLE fact.price_observations ADD COLUMN bound VARCHAR DEFAULT 'exact';
ALTER TABLE fact.cost_estimates ADD COLUMN moves STRUCT(cause VARCHAR, change DOUBLE)[] DEFAULT [];

CREATE TABLE fact.pricing_runs (
    run_id VARCHAR NOT NULL,
    known_at TIMESTAMP NOT NULL,
    model_version VARCHAR NOT NULL,
    inputs_digest VARCHAR NOT NULL,
    market_id VARCHAR NOT NULL,
    deal_versions BIGINT NOT NULL,
    seq BIGINT NOT NULL
);
