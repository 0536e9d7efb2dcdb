-- The first shape of the database: append-only facts, and snapshots of reference data.
--
-- No PRIMARY KEY and no index: they triple the time of bulk writes and of publishing.
-- That no fact is there twice is the writer's duty. `seq` is the order of insertion.
-- Every TIMESTAMP is UTC. What the columns mean stands in db/comments.toml.

-- `fact.withdrawn` names rows (by table and seq) that a later reading of
-- the same documents no longer states; the views leave them out, nothing is removed.
CREATE TABLE fact.withdrawn (
    table_name VARCHAR NOT NULL,
    seq BIGINT NOT NULL,
    known_at TIMESTAMP NOT NULL
);

CREATE TABLE fact.feed_entries (
    entry_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    guid VARCHAR,
    url VARCHAR,
    title VARCHAR NOT NULL,
    published_at TIMESTAMP,
    published_precision VARCHAR NOT NULL,
    published_raw VARCHAR NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    document_id VARCHAR,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.documents (
    document_id VARCHAR NOT NULL,
    url VARCHAR,
    guid VARCHAR,
    kind VARCHAR NOT NULL,
    form VARCHAR,
    outlet VARCHAR NOT NULL,
    feed_id VARCHAR,
    title VARCHAR NOT NULL,
    published_at TIMESTAMP,
    published_precision VARCHAR NOT NULL,
    published_raw VARCHAR NOT NULL,
    public_at TIMESTAMP NOT NULL,
    known_at TIMESTAMP NOT NULL,
    filer_cik BIGINT,
    content_sha VARCHAR NOT NULL,
    raw_id VARCHAR NOT NULL,
    duplicate_of VARCHAR,
    duplicate_kind VARCHAR,
    body_part VARCHAR NOT NULL,
    characters BIGINT NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.document_keys (
    key VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    content_sha VARCHAR NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.document_signatures (
    document_id VARCHAR NOT NULL,
    signature UBIGINT[] NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.extractions (
    document_id VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    parsed BOOLEAN NOT NULL,
    claims BIGINT NOT NULL,
    mentions BIGINT NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.mentions (
    mention_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    label VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    entity_id VARCHAR,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.deal_claims (
    claim_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    deal_type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    buyer_id VARCHAR,
    buyer VARCHAR,
    supplier_id VARCHAR,
    supplier VARCHAR,
    other_parties VARCHAR[] NOT NULL,
    products VARCHAR[] NOT NULL,
    value_low DECIMAL(24, 2),
    value_high DECIMAL(24, 2),
    currency VARCHAR,
    value_qualifier VARCHAR,
    chips BIGINT,
    chips_qualifier VARCHAR,
    power_mw DOUBLE,
    power_qualifier VARCHAR,
    term_months BIGINT,
    start VARCHAR,
    "end" VARCHAR,
    rate_amount DECIMAL(24, 6),
    rate_unit VARCHAR,
    asset_layer VARCHAR NOT NULL,
    binding VARCHAR NOT NULL,
    confirmation VARCHAR NOT NULL,
    origin_outlet VARCHAR NOT NULL,
    attribution VARCHAR NOT NULL,
    rule_id VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    evidence STRUCT("slot" VARCHAR, "start" BIGINT, "end" BIGINT)[] NOT NULL,
    published_on DATE,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.deals (
    deal_id VARCHAR NOT NULL,
    known_at TIMESTAMP NOT NULL,
    relationship_id VARCHAR NOT NULL,
    deal_type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    status_on DATE,
    buyer_id VARCHAR,
    buyer VARCHAR,
    supplier_id VARCHAR,
    supplier VARCHAR,
    other_parties VARCHAR[] NOT NULL,
    products VARCHAR[] NOT NULL,
    value_low DECIMAL(24, 2),
    value_high DECIMAL(24, 2),
    currency VARCHAR,
    value_qualifier VARCHAR,
    chips BIGINT,
    chips_qualifier VARCHAR,
    power_mw DOUBLE,
    power_qualifier VARCHAR,
    term_months BIGINT,
    start VARCHAR,
    "end" VARCHAR,
    rate_amount DECIMAL(24, 6),
    rate_unit VARCHAR,
    asset_layer VARCHAR NOT NULL,
    binding VARCHAR NOT NULL,
    confirmation VARCHAR NOT NULL,
    origin_outlet VARCHAR NOT NULL,
    attribution VARCHAR NOT NULL,
    p_execution DOUBLE NOT NULL,
    headline_usd DECIMAL(24, 2),
    expected_usd DECIMAL(24, 2),
    first_public_on DATE,
    first_known_at TIMESTAMP NOT NULL,
    origins VARCHAR[] NOT NULL,
    claim_ids VARCHAR[] NOT NULL,
    lead_claim_id VARCHAR NOT NULL,
    superseded_by VARCHAR,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.deal_history (
    deal_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    before VARCHAR,
    after VARCHAR,
    true_on DATE,
    known_at TIMESTAMP NOT NULL,
    claim_id VARCHAR NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.price_observations (
    observation_id VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    asset_layer VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    usd_per_chip_hour DOUBLE,
    usd_per_unit DOUBLE,
    log_sd DOUBLE NOT NULL,
    deal_id VARCHAR,
    source_url VARCHAR,
    observed_on DATE,
    known_at TIMESTAMP NOT NULL,
    formula VARCHAR NOT NULL,
    used BOOLEAN NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.cost_estimates (
    estimate_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    workload_id VARCHAR,
    low DOUBLE NOT NULL,
    mid DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    before_low DOUBLE,
    before_mid DOUBLE,
    before_high DOUBLE,
    caused_by VARCHAR,
    input_ids VARCHAR[] NOT NULL,
    assumptions VARCHAR NOT NULL,
    model_data_as_of VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.supplier_shares (
    share_id VARCHAR NOT NULL,
    supplier_id VARCHAR NOT NULL,
    window_days BIGINT NOT NULL,
    headline_usd DOUBLE NOT NULL,
    expected_usd DOUBLE NOT NULL,
    share DOUBLE NOT NULL,
    share_low DOUBLE NOT NULL,
    share_high DOUBLE NOT NULL,
    before_share DOUBLE,
    caused_by VARCHAR,
    deal_ids VARCHAR[] NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.buyer_exposure (
    exposure_id VARCHAR NOT NULL,
    buyer_id VARCHAR NOT NULL,
    supplier_id VARCHAR NOT NULL,
    committed_low_usd DOUBLE NOT NULL,
    committed_high_usd DOUBLE NOT NULL,
    share_low DOUBLE NOT NULL,
    share_high DOUBLE NOT NULL,
    effective_suppliers_low DOUBLE NOT NULL,
    effective_suppliers_high DOUBLE NOT NULL,
    before_effective_low DOUBLE,
    before_effective_high DOUBLE,
    caused_by VARCHAR,
    deal_ids VARCHAR[] NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.signals (
    signal_id VARCHAR NOT NULL,
    rule_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    company_ids VARCHAR[] NOT NULL,
    products VARCHAR[] NOT NULL,
    deal_id VARCHAR,
    before VARCHAR,
    after VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    headline_usd DECIMAL(24, 2),
    expected_usd DECIMAL(24, 2),
    sort_key VARCHAR NOT NULL,
    suppressed VARCHAR,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.digests (
    digest_id VARCHAR NOT NULL,
    watchlist_id VARCHAR NOT NULL,
    period_start TIMESTAMP NOT NULL,
    cut_at TIMESTAMP NOT NULL,
    subject VARCHAR NOT NULL,
    signal_ids VARCHAR[] NOT NULL,
    html VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.deliveries (
    delivery_id VARCHAR NOT NULL,
    digest_id VARCHAR NOT NULL,
    recipient_hash VARCHAR NOT NULL,
    message_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    delivered_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.problems (
    stage VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    known_at TIMESTAMP NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.job_runs (
    run_id VARCHAR NOT NULL,
    job VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP NOT NULL,
    now TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL,
    new_records BIGINT NOT NULL,
    problems BIGINT NOT NULL,
    message VARCHAR NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE fact.fetches (
    feed_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    status BIGINT,
    outcome VARCHAR NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    bytes_read BIGINT NOT NULL,
    message VARCHAR NOT NULL,
    retry_after TIMESTAMP,
    seq BIGINT NOT NULL
);

-- Reference data: replaced as a whole when it has changed.

CREATE TABLE fact.companies (
    company_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    descriptions VARCHAR[] NOT NULL,
    tickers VARCHAR[] NOT NULL,
    cik BIGINT,
    parent_id VARCHAR,
    roles VARCHAR[] NOT NULL,
    context VARCHAR[] NOT NULL,
    source_url VARCHAR NOT NULL
);

CREATE TABLE fact.company_aliases (
    text VARCHAR NOT NULL,
    company_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    needs_context BOOLEAN NOT NULL
);

CREATE TABLE fact.products (
    name VARCHAR NOT NULL,
    supplier_id VARCHAR NOT NULL,
    parent VARCHAR,
    aliases VARCHAR[] NOT NULL,
    accelerator_id VARCHAR,
    source_url VARCHAR NOT NULL
);

CREATE TABLE fact.accelerators (
    accelerator_id VARCHAR NOT NULL,
    supplier_id VARCHAR NOT NULL,
    product VARCHAR NOT NULL,
    generation VARCHAR NOT NULL,
    available VARCHAR NOT NULL,
    memory_gb DOUBLE,
    memory_tb_per_s DOUBLE,
    bf16_tflops DOUBLE,
    fp8_tflops DOUBLE,
    fp4_tflops DOUBLE,
    board_power_w DOUBLE,
    utility_power_w DOUBLE,
    software VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    as_of VARCHAR NOT NULL
);

CREATE TABLE fact.prices (
    price_id VARCHAR NOT NULL,
    accelerator_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    commitment VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    low DOUBLE,
    mid DOUBLE,
    high DOUBLE,
    observations BIGINT,
    evidence VARCHAR NOT NULL,
    imputed BOOLEAN NOT NULL,
    use BOOLEAN NOT NULL,
    source_url VARCHAR NOT NULL,
    as_of VARCHAR NOT NULL,
    dated BOOLEAN NOT NULL,
    known_on DATE NOT NULL,
    note VARCHAR NOT NULL
);

CREATE TABLE fact.stakes (
    stake_id VARCHAR NOT NULL,
    investor_id VARCHAR NOT NULL,
    investee_id VARCHAR NOT NULL,
    committed_usd DOUBLE,
    invested_usd DOUBLE,
    stake_low DOUBLE,
    stake_high DOUBLE,
    status VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    note VARCHAR NOT NULL
);

CREATE TABLE fact.company_facts (
    fact_id VARCHAR NOT NULL,
    company_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    period_end DATE,
    scope VARCHAR NOT NULL,
    metric VARCHAR NOT NULL,
    value DOUBLE,
    low DOUBLE,
    high DOUBLE,
    revenue_usd DOUBLE,
    source_url VARCHAR NOT NULL,
    as_of DATE NOT NULL
);

CREATE TABLE fact.feeds (
    feed_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    document_kind VARCHAR NOT NULL,
    every_minutes BIGINT NOT NULL,
    may_store BOOLEAN NOT NULL,
    may_quote BOOLEAN NOT NULL,
    may_redistribute BOOLEAN NOT NULL,
    retention_days BIGINT,
    verified_on DATE,
    note VARCHAR NOT NULL
);

CREATE TABLE fact.workloads (
    workload_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    benchmark VARCHAR NOT NULL,
    token_type VARCHAR NOT NULL,
    interactivity_tok_s_user DOUBLE[] NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    weight DOUBLE NOT NULL,
    note VARCHAR NOT NULL
);

CREATE TABLE fact.watchlists (
    watchlist_id VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    entities VARCHAR[] NOT NULL,
    products VARCHAR[] NOT NULL,
    minimum_usd DECIMAL(24, 2) NOT NULL,
    time_zone VARCHAR NOT NULL,
    send_at TIME NOT NULL
);
