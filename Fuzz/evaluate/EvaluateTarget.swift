/// An input is a line of JSON with bindings, and an expression behind it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTarget.run(bytes, count, FuzzEntry.evaluate)
}
