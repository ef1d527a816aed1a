import Connectors
import Core
import Pipeline
import YAML

/// Reads `server.trusted_proxies` and `server.client_cert_header`.
struct ProxyReader {
    let problems: Problems

    /// Nil when nobody is trusted, or beside a problem.
    func read(_ server: MappingReader) -> TrustedProxies? {
        let networks = server.texts("trusted_proxies")
        let header = server.text("client_cert_header")
        for network in networks { check(network) }
        if let header { check(header, isTrusted: !networks.isEmpty) }
        guard !networks.isEmpty, let list = AddressList(networks.map(\.text)) else { return nil }
        return TrustedProxies(networks: list, certificateHeader: header?.text)
    }

    private func check(_ network: SourceText) {
        guard AddressList([network.text]) != nil else {
            let hint = "as in `10.0.0.0/8`, `fd00::/8` or `127.0.0.1`"
            return problems.add("bad-value", "`\(network.text)` is no network", hint: hint, at: network)
        }
        guard network.text.hasSuffix("/0") else { return }
        problems.add(
            "wide-proxies",
            "whoever connects could say that he is somebody else",
            hint: "write the addresses of your own proxies",
            at: network
        )
    }

    private func check(_ header: SourceText, isTrusted: Bool) {
        let isName = header.text.utf8.allSatisfy { byte in
            (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
        }
        if !isName || header.text.isEmpty {
            let hint = "such as `X-Client-Subject`, which the proxy writes in every request"
            problems.add("bad-value", "`\(header.text)` is no name of a header", hint: hint, at: header)
        } else if !isTrusted {
            let hint = "add `trusted_proxies: [ADDRESS]`"
            problems.add("unused-header", "nobody is trusted to write this header", hint: hint, at: header)
        }
    }
}
