#include "notify/sign.h"

#include "suite.h"

/* RFC 4231, sections 4.2, 4.3 and 4.7 (a key longer than the block). */
START_TEST(the_hash_is_that_of_rfc_4231)
{
	char key[131], hex[WB_SIGN_HEX_SIZE];

	memset(key, 0x0b, 20);
	ck_assert(wb_sign_hmac((struct wb_str){ key, 20 }, wb_str("Hi There"),
	                       hex));
	ck_assert_str_eq(hex, "b0344c61d8db38535ca8afceaf0bf12b"
	                      "881dc200c9833da726e9376c2e32cff7");
	ck_assert(wb_sign_hmac(wb_str("Jefe"),
	                       wb_str("what do ya want for nothing?"), hex));
	ck_assert_str_eq(hex, "5bdcc146bf60754e6a042426089575c7"
	                      "5a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	ck_assert(wb_sign_hmac((struct wb_str){ key, sizeof(key) },
	                       wb_str("Test Using Larger Than Block-Size Key - "
	                              "Hash Key First"),
	                       hex));
	ck_assert_str_eq(hex, "60e431591ee0b67f0d8a26aacbf5b77f"
	                      "8e0bc6213728c5140546040f0ee37f54");
}
END_TEST

/* By python: hmac.new(b"Jefe", b"1795343700.{}", "sha256").hexdigest() */
START_TEST(the_header_signs_the_second_and_the_body)
{
	struct wb_buf out = { 0 };

	ck_assert(wb_sign_header(&out, wb_str("Jefe"), 1795343700999,
	                         wb_str("{}")));
	ck_assert_str_eq(out.data, "t=1795343700,v1="
	                           "ae6b2873e0aca028c899956701446435"
	                           "a8a7100aaad6d4c33ca0af05ac4edf6f");
	wb_buf_finish(&out);
}
END_TEST

START_TEST(a_key_is_safe_in_a_header)
{
	struct wb_buf out = { 0 };

	wb_sign_key(&out,
	            (struct wb_str){ "a/queue:x@1.b-c_~\r\n%\0 \xc3\xbc", 24 });
	ck_assert_str_eq(out.data, "a/queue:x@1.b-c_~%0D%0A%25%00%20%C3%BC");
	wb_buf_finish(&out);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("sign");

	tcase_add_test(tc, the_hash_is_that_of_rfc_4231);
	tcase_add_test(tc, the_header_signs_the_second_and_the_body);
	tcase_add_test(tc, a_key_is_safe_in_a_header);
	return wb_test_run("notify/sign", tc);
}
