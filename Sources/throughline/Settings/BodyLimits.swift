import Connectors
import Core
import YAML

/// Compares what connectors say of the bodies that their providers send with what the server takes.
struct BodyLimits {
    let problems: Problems
    /// `server.max_body`.
    let most: Int

    /// A larger body is refused (413), and many a provider gives up then.
    func check(_ written: Node?, _ sources: [String: Source]) {
        for entry in written?.entries ?? [] {
            guard let connector = sources[entry.key.text]?.connector, connector.maxBody > most,
                let place = entry.value["connector"]?.scalar?.source
            else { continue }
            let (wanted, given) = (Self.text(connector.maxBody), Self.text(most))
            problems.add(
                "max-body",
                "\(connector.name) sends up to \(wanted) (`receive.max_body`), and `server.max_body` takes \(given)",
                hint: "write `server: {max_body: \(wanted)}`, unless so much never comes",
                severity: .warning,
                at: place
            )
        }
    }

    /// As it is written: whole MiB or KiB where it is that.
    private static func text(_ bytes: Int) -> String {
        let units = [(1024 * 1024, "MiB"), (1024, "KiB")]
        guard let (size, name) = units.first(where: { bytes % $0.0 == 0 }) else { return "\(bytes) bytes" }
        return "\(bytes / size)\(name)"
    }
}
