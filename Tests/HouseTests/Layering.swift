/// The table of `design.md` section 2: which module stands on which floor, and what it may bring in from outside.
enum Layering {
    /// Modules that only wrap a C library.
    static let wrappers: Set<String> = ["CSQLite", "CCurl", "CExpat", "CLibYAML", "CRE2"]

    /// Floors from the ground up: an arrow points down only, and neighbours do not import each other.
    static let floors: [Set<String>] = [
        ["Core"],
        ["YAML", "CEL"],
        ["Connectors", "Policy", "Store"],
        ["Pipeline", "Outbound"],
        ["Web", "Sandbox"],
        ["throughline"],
    ]

    private static let http: Set<String> = [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1", "Logging", "Crypto", "Glibc",
        "Synchronization",
    ]

    private static let outside: [String: Set<String>] = [
        "Core": ["Glibc", "Synchronization"],
        "YAML": ["CLibYAML", "Synchronization"],
        "CEL": ["CRE2", "Glibc", "Synchronization"],
        "Connectors": ["CExpat", "Crypto", "CryptoExtras", "FoundationEssentials", "Glibc", "SwiftASN1", "X509"],
        "Policy": ["Synchronization"],
        "Store": ["CSQLite", "Glibc", "Synchronization"],
        "Pipeline": ["Crypto", "Logging", "Synchronization"],
        "Outbound": ["CCurl", "Glibc", "Logging", "Synchronization"],
        "Web": http,
        "Sandbox": http,
        "throughline": http.union(["ArgumentParser", "ServiceLifecycle", "UnixSignals", "FoundationEssentials"]),
    ]

    /// Every module with Swift in it.
    static var modules: [String] { floors.flatMap { $0.sorted() } }

    /// Why `module` may not import `other`; nil when it may.
    static func objection(to other: String, in module: String) -> String? {
        guard let floor = floors.firstIndex(where: { $0.contains(module) }) else { return "`\(module)` is on no floor" }
        if let target = floors.firstIndex(where: { $0.contains(other) }) {
            if target < floor { return nil }
            return target == floor ? "`\(module)` and `\(other)` are neighbours" : "`\(other)` stands above `\(module)`"
        }
        if outside[module]?.contains(other) == true { return nil }
        return "`\(module)` may not bring in `\(other)`"
    }
}
