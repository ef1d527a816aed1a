public import Connectors
public import Core
public import Store

/// What a file brought, or, of a plan, what it would bring.
public struct ImportReport: Sendable {
    /// Rejects that are told; the others stand in the file of rejects.
    public static let rejectLimit = 100

    /// The source.
    public let source: String
    /// The file's name.
    public let file: String
    /// Whether nothing was written.
    public let isPlan: Bool
    /// When it began.
    public let started: Timestamp
    /// Rows about a record that was not known.
    public internal(set) var new = 0
    /// Rows that say something else about a record than before.
    public internal(set) var changed = 0
    /// Rows that say what was known.
    public internal(set) var unchanged = 0
    /// Rows that are not taken.
    public internal(set) var rejected = 0
    /// The events of new and changed rows, by type.
    public internal(set) var events: [String: Int] = [:]
    /// The first rows that are not taken, in their order.
    public internal(set) var rejects: [FileReject] = []
    /// The name of the file in the archive of its source.
    public internal(set) var archived: String?
    /// The path of the file of rejects.
    public internal(set) var rejectFile: String?

    /// Rows of the file, whatever became of them.
    public var rows: Int { new + changed + unchanged + rejected }

    init(source: String, file: String, isPlan: Bool, started: Timestamp) {
        self.source = source
        self.file = file
        self.isPlan = isPlan
        self.started = started
    }

    /// One object, `rejects` and all.
    public var json: JSON {
        var object = outline
        object["rejects"] = .array(rejects.map(\.json))
        return .object(object)
    }

    /// What a listing shows.
    var outline: JSONObject {
        var object: JSONObject = [
            "source": .string(source), "file": .string(file), "plan": .bool(isPlan),
            "started": .string(started.description), "rows": .int(Int64(rows)), "new": .int(Int64(new)),
            "changed": .int(Int64(changed)), "unchanged": .int(Int64(unchanged)), "rejected": .int(Int64(rejected)),
            "events": .object(JSONObject(events.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) })),
        ]
        object["archived"] = archived.map(JSON.string)
        object["reject_file"] = rejectFile.map(JSON.string)
        return object
    }

    mutating func add(_ events: [Event]) {
        for event in events { self.events[event.type.rawValue, default: 0] += 1 }
    }

    mutating func add(_ reject: FileReject) {
        rejected += 1
        if rejects.count < Self.rejectLimit { rejects.append(reject) }
    }
}

/// Why a file was not imported; what was imported of it before stays.
public enum ImportError: Error, Sendable {
    /// No source has this name.
    case unknownSource
    /// The source's connector reads no files.
    case readsNoFiles
    /// Nothing of it can be read.
    case unreadable(FileFailure)
    /// It cannot be read to its end.
    case brokenOff
    /// The archive cannot be written.
    case archive
    /// The daemon ends; the same file again goes on where this stopped.
    case stopped
    /// The store could not do it.
    case store(StoreError)
}
