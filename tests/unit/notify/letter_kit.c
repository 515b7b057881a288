#include "letter_kit.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "languages.h"

static void path_of(const char *name, char *ret_path, size_t size)
{
	const char *folder = getenv("WB_NOTIFY_DATA");

	ck_assert_ptr_nonnull(folder);
	snprintf(ret_path, size, "%s/%s", folder, name);
}

static void read_file(const char *name, struct wb_buf *out)
{
	char path[4096], chunk[4096];
	size_t got;

	path_of(name, path, sizeof(path));
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "cannot read %s", path);
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		wb_buf_add(out, chunk, got);
	}
	fclose(file);
}

void letter_make_of(struct letter_kit *kit, const char *message,
                    const char *language)
{
	*kit = (struct letter_kit){ 0 };
	languages_load(&kit->locale, language);
	ck_assert(wb_told_read(&kit->told, wb_str(message), language));
	kit->route = (struct wb_route_plan){
		.name = wb_str("duty"),
		.chat = wb_str("-100200"),
		.from = wb_str("Wallboard <wallboard@centre.example>"),
		.to = { wb_str("duty@centre.example"),
		        wb_str("\"Dienst Büro\" <buero@centre.example>") },
		.to_count = 2,
	};
	kit->letter = (struct wb_letter){
		.told = &kit->told,
		.route = &kit->route,
		.locale = &kit->locale,
		.centre = wb_str("Centre"),
		.now = LETTER_AT,
	};
}

void letter_make(struct letter_kit *kit, const char *name, const char *language)
{
	char file[128];
	struct wb_buf text = { 0 };

	snprintf(file, sizeof(file), "%s.json", name);
	read_file(file, &text);
	letter_make_of(kit, text.data, language);
	wb_buf_finish(&text);
}

void letter_finish(struct letter_kit *kit)
{
	wb_told_finish(&kit->told);
	wb_locale_finish(&kit->locale);
}

static void write_file(const struct wb_buf *text, const char *name)
{
	char path[4096];

	path_of(name, path, sizeof(path));
	FILE *file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text->data, 1, text->len, file), text->len);
	fclose(file);
}

void letter_expect(const struct wb_buf *seen, const char *name)
{
	struct wb_buf wanted = { 0 };

	ck_assert(!seen->failed);
	if (getenv("WB_WRITE_GOLDEN")) {
		write_file(seen, name);
	}
	read_file(name, &wanted);
	ck_assert_msg(wb_str_equal(wb_buf_str(seen), wb_buf_str(&wanted)),
	              "%s is now:\n%s", name, seen->data);
	wb_buf_finish(&wanted);
}
