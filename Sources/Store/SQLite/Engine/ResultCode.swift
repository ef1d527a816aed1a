import CSQLite
import Glibc

/// What the engine says about a call, and what that means for us.
struct ResultCode {
    /// The extended code.
    let code: Int32
    /// `errno` right after the call; `sqlite3_system_errno` is not kept up to date by a failed COMMIT.
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

    /// Only a write can find no room.
    ///
    /// After a failed sync nobody knows what reached the disk.
    private var isOutOfSpace: Bool {
        [Self.failedWrite, Self.failedGrowth].contains(code) && [ENOSPC, EDQUOT, EFBIG].contains(systemError)
    }

    /// `SQLITE_IOERR_WRITE`.
    private static let failedWrite = SQLITE_IOERR | 3 << 8
    /// `SQLITE_IOERR_SHMSIZE`.
    private static let failedGrowth = SQLITE_IOERR | 19 << 8
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
