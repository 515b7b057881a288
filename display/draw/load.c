#include "draw/load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES (1024 * 1024)
#define PATH_BYTES 4096

/* A whole file, NUL-terminated; the caller frees. */
static char *read_text(const char *path, struct wb_str *ret_text)
{
	FILE *stream = fopen(path, "rb");
	char *data = stream != NULL ? malloc(FILE_MAX_BYTES + 1) : NULL;
	size_t len;

	if (data == NULL) {
		if (stream != NULL) {
			fclose(stream);
		}
		return NULL;
	}
	len = fread(data, 1, FILE_MAX_BYTES, stream);
	if (ferror(stream)) {
		free(data);
		data = NULL;
	} else {
		data[len] = '\0';
		*ret_text = (struct wb_str){ data, len };
	}
	fclose(stream);
	return data;
}

bool wb_load_locale(const char *assets, const char *language,
                    struct wb_locale *ret_locale, char *ret_error,
                    size_t error_size)
{
	char path[2][PATH_BYTES];
	struct wb_str own, english;
	char *texts[2];
	bool good = false;

	snprintf(path[0], PATH_BYTES, "%s/languages/%s.json", assets, language);
	snprintf(path[1], PATH_BYTES, "%s/languages/en.json", assets);
	texts[0] =
		strchr(language, '/') == NULL ? read_text(path[0], &own) : NULL;
	texts[1] = read_text(path[1], &english);
	if (texts[0] == NULL || texts[1] == NULL) {
		snprintf(ret_error, error_size, "cannot read '%s': %s",
		         path[texts[0] == NULL ? 0 : 1], strerror(errno));
	} else {
		good = wb_locale_init(ret_locale, language, own, english,
		                      ret_error, error_size);
	}
	free(texts[0]);
	free(texts[1]);
	return good;
}

bool wb_load_theme(const char *assets, const char *name,
                   struct wb_theme *ret_theme, char *ret_error,
                   size_t error_size)
{
	char path[PATH_BYTES];
	char detail[128];
	struct wb_theme theme;
	struct wb_str json;
	char *text;
	bool good;

	snprintf(path, sizeof(path), "%s/themes/%s.json", assets, name);
	text = read_text(path, &json);
	if (text == NULL) {
		snprintf(ret_error, error_size, "cannot read '%s': %s", path,
		         strerror(errno));
		return false;
	}
	good = wb_theme_read(&theme, json, detail, sizeof(detail));
	if (good) {
		*ret_theme = theme;
	} else {
		snprintf(ret_error, error_size, "%s: %s", path, detail);
	}
	free(text);
	return good;
}

bool wb_load_text(const char *assets, struct wb_text **ret_text,
                  char *ret_error, size_t error_size)
{
	char path[PATH_BYTES];
	struct wb_fonts *fonts;
	struct wb_text *text;

	snprintf(path, sizeof(path), "%s/fonts", assets);
	fonts = wb_fonts_create(path, ret_error, error_size);
	if (fonts == NULL) {
		return false;
	}
	text = wb_text_create(fonts);
	if (text == NULL) {
		wb_fonts_destroy(fonts);
		snprintf(ret_error, error_size, "out of memory");
		return false;
	}
	*ret_text = text;
	return true;
}
