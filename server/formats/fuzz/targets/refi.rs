#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| earshot_fuzz::run("refi", bytes));
