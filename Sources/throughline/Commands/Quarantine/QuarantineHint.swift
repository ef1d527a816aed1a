import Core

/// What helps an entry of the quarantine.
struct QuarantineHint {
    private let source: String
    private let stage: String
    private let reason: String

    /// Of an entry as the API gives it.
    init(_ entry: JSON) {
        source = entry["source"]?.string ?? ""
        stage = entry["stage"]?.string ?? ""
        reason = entry["reason"]?.string ?? ""
    }

    /// A sentence and the command to go on with.
    var text: String { "\(source), \(stage): \(advice)" }

    private var advice: String {
        switch stage {
        case "verify": refused
        case "conflict":
            "a key came again with another body; look at each, then `throughline quarantine readmit NUMBER --force`, "
                + "which puts it beside the first, or `discard NUMBER --because …`"
        default:
            "mend the connector or the configuration, `throughline reload`, then \(readmit)"
        }
    }

    private var refused: String {
        switch reason {
        case "bad_signature", "bad_credentials", "no_applicable_scheme":
            "check the secrets of this source (and server.public_url, which some sign), `throughline reload`, "
                + "then \(readmit)"
        case "url_mismatch": "check server.public_url, `throughline reload`, then \(readmit)"
        case "cert_unavailable", "provider_unavailable": "the provider could not be asked; once it can, \(readmit)"
        case "stale_timestamp", "future_timestamp":
            "it came too long after it was signed, or the clock here is wrong; such requests stay refused"
        case "replayed": "it was believed once already; discard it"
        default: "see every step with `throughline connector try --quarantine NUMBER`, then \(readmit)"
        }
    }

    private var readmit: String { "`throughline quarantine readmit --source \(source) --stage \(stage) --plan`" }
}
