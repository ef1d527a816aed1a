import CEL
import Core

/// An HTTP request with `${ CEL }` in it.
struct RequestTemplate: Sendable {
    /// How the body is written.
    enum Body: Sendable {
        case none
        case json(DataTemplate)
        /// Names and values; a list repeats its name.
        case form([DataField])
        /// Nested names: `a[b][0]=`.
        case nestedForm([DataField])
        case text(DataTemplate)
    }

    /// How we show who we are.
    enum Authentication: Sendable {
        case none
        case basic(user: DataTemplate, password: DataTemplate)
        case bearer(DataTemplate)
        case header(name: String, value: DataTemplate)
        case query([DataField])
    }

    /// Where the host of the URL comes from.
    enum Host: Sendable {
        /// It is written in the connector.
        case fixed
        /// The operator wrote it into the settings.
        case configured
    }

    let method: String
    let url: Template
    let host: Host
    let query: [DataField]
    let headers: [DataField]
    let authentication: Authentication
    let body: Body
    /// The value of the idempotency header.
    let idempotencyKey: DataTemplate?
}
