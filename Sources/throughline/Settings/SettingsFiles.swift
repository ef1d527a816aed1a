import Core

/// The files a daemon is told by: `config.yaml` and everything it leads to.
struct SettingsFiles: Sendable {
    let file: String
    var overrides = SettingsReader.Overrides()

    /// What came of reading all of them once.
    struct Reading: Sendable {
        let result: Result<Settings, Diagnostics>
        /// What was looked at, also what is not there.
        let seen: [String: FileSight]
    }

    /// Reads everything.
    func read() -> Reading {
        let (result, seen) = FileBytes.noting { () -> Result<Settings, Diagnostics> in
            do throws(Diagnostics) {
                return .success(try SettingsReader(file: file, overrides: overrides).read())
            } catch {
                return .failure(error)
            }
        }
        return Reading(result: result, seen: seen)
    }
}
