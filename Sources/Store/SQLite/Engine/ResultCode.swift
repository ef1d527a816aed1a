import CSQLite
import Glibc

/// What the engine says about a call, and what that means for us.
struct ResultCode {
    /// The extended code.
    let code: Int32
    /// `errno` of the system call behind it, when there was one.
    let systemError: Int32

    /// The error to throw; `sql` is the statement that was refused.
    func error(in sql: SQL) -> StoreError {
        switch code & 0xFF {
        case SQLITE_FULL: .full
        case SQLITE_IOERR: isOutOfSpace ? .full : .io(code: Int(code))
        case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM: .io(code: Int(code))
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .corrupt
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
        default: .statement(code: Int(code), sql: sql.text)
        }
    }

    /// A write that found no room. A failed sync is never that: nobody knows what reached the disk.
    private var isOutOfSpace: Bool {
        let isSync = [Self.failedSync, Self.failedFolderSync].contains(code)
        return !isSync && [ENOSPC, EDQUOT, EFBIG].contains(systemError)
    }

    /// `SQLITE_IOERR_FSYNC`.
    private static let failedSync = SQLITE_IOERR | 4 << 8
    /// `SQLITE_IOERR_DIR_FSYNC`.
    private static let failedFolderSync = SQLITE_IOERR | 5 << 8
}

extension StoreError {
    /// Whether the transaction it happened in is lost as a whole, whatever the work makes of it.
    var endsTransaction: Bool {
        switch self {
        case .full, .io, .corrupt, .busy: true
        case .closed, .newerSchema, .unreadableRow, .abandoned, .statement: false
        }
    }

    /// Whether nothing may be acknowledged after it until the process has recovered.
    var endsStore: Bool {
        switch self {
        case .io, .corrupt: true
        default: false
        }
    }
}
