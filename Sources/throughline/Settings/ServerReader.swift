import Core
import YAML

/// Reads `server:`.
struct ServerReader {
    let problems: Problems
    let folder: String
    /// Replaces `listen`.
    let listen: String?

    func read(_ reader: MappingReader?) -> Settings.Server {
        var server = Settings.Server()
        let written = reader?.text("listen")
        if let written, let address = readListen(written) {
            server.host = address.host
            server.port = address.port
        }
        if let listen, let address = HostAndPort(listen) {
            server.host = address.host
            server.port = address.port
        }
        server.publicURL = reader?.webAddress("public_url")
        server.maxBody = reader?.size("max_body", in: 1024...64 * 1024 * 1024) ?? server.maxBody
        for node in reader?.list("api_keys") ?? [] {
            if let key = SecretReader(problems: problems, folder: folder).read(node, name: "an API key") {
                server.keys.append(key)
            }
        }
        server.proxies = reader.flatMap { ProxyReader(problems: problems).read($0) }
        if let written { checkIsClosed(server, at: written) }
        reader?.finish()
        return server
    }

    private func readListen(_ text: SourceText) -> HostAndPort? {
        guard let address = HostAndPort(text.text) else {
            let hint = "write `127.0.0.1:8080`"
            problems.add("bad-value", "`listen` must be an address and a port", hint: hint, at: text)
            return nil
        }
        guard address.host == "localhost" || HostName.isAddress(address.host) else {
            let hint = Suggestion.nearest(to: address.host, in: ["localhost", "127.0.0.1", "0.0.0.0"])
                .map { "did you mean `\($0):\(address.port)`?" }
            problems.add(
                "bad-value",
                "`listen` must name an IP address of this machine, or localhost, not `\(address.host)`",
                hint: hint ?? "write `127.0.0.1:\(address.port)`, or `0.0.0.0:\(address.port)` for every network",
                at: text
            )
            return nil
        }
        return address
    }

    private func checkIsClosed(_ server: Settings.Server, at listen: SourceText) {
        if !server.keys.isEmpty || ["127.0.0.1", "localhost", "::1", "[::1]"].contains(server.host) { return }
        problems.add(
            "open-api",
            "/v1 would be open to everybody who reaches \(server.host)",
            hint: "add `api_keys: [{env: NAME}]`, or listen on 127.0.0.1",
            at: listen
        )
    }
}
