import Connectors
import Core
import Pipeline
import Policy

/// A configuration that has been read and found good.
struct Settings {
    /// Where we listen and how we are reached.
    struct Server {
        var host = "127.0.0.1"
        var port = 8080
        var publicURL: String?
        var maxBody = 10 * 1024 * 1024
        var keys: [Secret] = []
        var proxies: TrustedProxies?
    }

    /// The file everything else is relative to.
    let file: String
    let server: Server
    /// The path of the SQLite file.
    let storePath: String
    /// The folder of the connectors.
    let connectorsFolder: String
    let configuration: Configuration
    /// What somebody should look at, though it does not stop us.
    let warnings: [Diagnostic]
    /// What it consists of as written.
    let outline: Outline

    /// The folder relative paths start from.
    var folder: String { Paths.folder(of: file) }

    /// Where secrets are kept that providers hand over.
    var capturedFolder: String { Paths.captured(beside: storePath) }
}

/// Paths as text.
enum Paths {
    /// The folder a file stands in; `.` when it has none.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The folder of secrets that providers handed over, which stands beside the store.
    static func captured(beside store: String) -> String { "\(folder(of: store))/captured" }

    /// `path` as seen from `folder`; an absolute path stays.
    static func resolve(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") || folder == "." { return path }
        return folder + "/" + path
    }

    /// The files a pattern of one `*` in its last part names, sorted; the path itself when there is none.
    static func matching(_ pattern: String) -> [String] {
        let folder = folder(of: pattern)
        let name = pattern.split(separator: "/").last.map(String.init) ?? pattern
        guard let star = name.firstIndex(of: "*") else { return [pattern] }
        let (head, tail) = (name[..<star], name[name.index(after: star)...])
        return (FileBytes.names(in: folder) ?? [])
            .filter { $0.hasPrefix(head) && $0.hasSuffix(tail) && $0.utf8.count >= name.utf8.count - 1 }
            .map { folder == "." && !pattern.hasPrefix("./") ? $0 : "\(folder)/\($0)" }
    }
}
