/// Money: whole minor units of a currency by its code of ISO 4217.
public enum Money {
    /// Digits behind the point, for currencies that do not have two (ISO 4217, list one).
    private static let places: [String: Int] = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
        "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3,
        "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
    ]

    /// How many digits a currency has behind the point, 0 to 4; its code in capitals.
    public static func places(of code: String) -> Int { places[code] ?? 2 }

    /// Minor units as a person reads them, by the currency's own places: 8450 of `USD` is `USD 84.50`.
    public static func spelled(_ minor: Int64, currency code: String) -> String {
        let count = places(of: code)
        var digits = String(minor.magnitude)
        if digits.utf8.count <= count { digits = String(repeating: "0", count: count + 1 - digits.utf8.count) + digits }
        let fraction = count > 0 ? "." + digits.suffix(count) : ""
        return "\(code) \(minor < 0 ? "-" : "")\(digits.dropLast(count))\(fraction)"
    }
}
