import Glibc

/// Hands libFuzzer's inputs to what looks at them; a broken law ends the process, as a trap does.
enum FuzzTarget {
    static func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int, _ brokenLaw: ([UInt8]) -> String?) -> CInt {
        if let broken = brokenLaw(Array(UnsafeBufferPointer(start: bytes, count: count))) {
            print("broken: \(broken)")
            fflush(nil)
            abort()
        }
        return 0
    }
}
