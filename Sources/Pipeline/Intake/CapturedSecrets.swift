import Connectors
public import Core
public import Logging
import Synchronization

/// Secrets that providers handed over in handshakes: kept in files, each further active version of a source's secret.
///
/// Trust on first use. Whoever knows the URL of a source first gives it its secret, once: anything else that is handed
/// over later is refused, unless the handshake is signed and its connector lets it replace the one at hand. To start
/// anew remove the file and restart. One value is kept per source and secret.
public final class CapturedSecrets: Sendable {
    /// Why a secret was not kept.
    enum Failure: Error {
        /// Another is at hand.
        case taken
        /// The disk did not take it.
        case notStored
    }

    /// By source and name.
    public typealias Held = [String: [String: Secret]]

    private let folder: String
    private let log: Logger
    private let held: Mutex<Held>

    /// What is kept in `folder`, which is made with the first secret.
    public init(folder: String, log: Logger) {
        self.folder = folder
        self.log = log
        held = Mutex(Self.read(folder))
    }

    /// The files of a folder: `SOURCE/SECRET`, byte for byte.
    public static func read(_ folder: String) -> Held {
        var held: Held = [:]
        for source in FileBytes.names(in: folder) ?? [] where isPlain(source) {
            for name in FileBytes.names(in: "\(folder)/\(source)") ?? [] where isPlain(name) {
                let text = FileBytes.readText("\(folder)/\(source)/\(name)", limit: 64 * 1024)
                if let text, !text.isEmpty { held[source, default: [:]][name] = Secret(text) }
            }
        }
        return held
    }

    /// What is kept of a source, by the names of its secrets.
    public func secrets(of source: String) -> [String: Secret] { held.withLock { $0[source] ?? [:] } }

    /// Keeps a secret; returns when it is durable, and from then on it counts.
    func keep(_ capture: SecretCapture, of source: String) throws(Failure) {
        let result: Result<Bool, Failure> = held.withLock { held in
            if let other = held[source]?[capture.secret], !capture.replaces {
                return other == capture.value ? .success(false) : .failure(.taken)
            }
            guard Self.isPlain(source), Self.isPlain(capture.secret), write(capture, of: source) else {
                return .failure(.notStored)
            }
            held[source, default: [:]][capture.secret] = capture.value
            return .success(true)
        }
        guard try result.get() else { return }
        log.info("a provider handed over a secret", metadata: ["source": "\(source)", "secret": "\(capture.secret)"])
    }

    private func write(_ capture: SecretCapture, of source: String) -> Bool {
        DurableFile.write(Array(capture.value.reveal().utf8), named: capture.secret, in: "\(folder)/\(source)")
    }

    /// Whether a name stays where it is put; drafts begin with a point.
    private static func isPlain(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        } && (1...128).contains(name.utf8.count)
    }
}
